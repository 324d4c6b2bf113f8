import { InvalidPostError, type Violation } from "@carecast/adapter";

export function refuseTemplate(what: string, violations: readonly Violation[]): InvalidPostError {
  const list = violations.map(({ path, message }) => `${path}: ${message}`).join(" ");
  return new InvalidPostError(`This ${what} cannot be used. ${list}`, violations);
}
