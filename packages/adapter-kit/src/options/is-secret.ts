import type { Secret } from "@carecast/adapter";

/** Whether `value` can be a secret: a non-empty string, or a function that gives one. */
export function isSecret(value: unknown): value is Secret {
  return typeof value === "function" || (typeof value === "string" && value.trim() !== "");
}
