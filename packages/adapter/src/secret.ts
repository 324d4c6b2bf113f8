/**
 * A token or password, or a function that fetches one when it is needed (from a vault, a file, a prompt).
 * Adapters keep it inside a closure: it is never a property of the adapter object, so no log can print it.
 */
export type Secret = string | (() => string | Promise<string>);

/** The secret itself. A function is asked each time, so that a rotated token is picked up without a restart. */
export function revealSecret(secret: Secret): string | Promise<string> {
  return typeof secret === "string" ? secret : secret();
}
