/** A promise of the contract that was not kept. */
export class ContractViolation extends Error {
  override readonly name = "ContractViolation";
}

/** Ends the check with `message` unless `condition` holds. */
export function demand(condition: boolean, message: string): asserts condition {
  if (!condition) throw new ContractViolation(message);
}

/** Ends the check unless both are the same value, or the same JSON. */
export function demandEqual(actual: unknown, expected: unknown, what: string): void {
  if (Object.is(actual, expected)) return;
  const [left, right] = [print(actual), print(expected)];
  demand(left === right, `${what}: expected ${right}, got ${left}`);
}

/** A value in one line of an error message. */
export function print(value: unknown): string {
  const text = JSON.stringify(value, sortKeys) ?? String(value);
  return text.length > 300 ? `${text.slice(0, 300)}… (${text.length} characters)` : text;
}

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
