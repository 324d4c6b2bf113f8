import { InvalidPostError, type Violation } from "@carecast/adapter";

/** The error that names everything which keeps a notice from the public, without repeating its words. */
export function refuseNotice(kind: "capacity" | "medicine", violations: readonly Violation[]): InvalidPostError {
  const list = violations.map(({ path, message }) => `${path}: ${message}`).join(" ");
  return new InvalidPostError(`This ${kind} notice is not ready for the public. ${list}`, violations);
}
