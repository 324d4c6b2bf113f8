import type { Secret } from "@carecast/adapter";
import * as z from "zod/mini";

/** The schema of a secret: a non-empty string, or a function that returns one. */
export const secretOption: z.ZodMiniType<Secret, Secret> = z.custom<Secret>(
  isSecret,
  "must be a non-empty string or a function that returns one",
);

/** Whether `value` can be a secret: a non-empty string, or a function. */
export function isSecret(value: unknown): value is Secret {
  return typeof value === "function" || (typeof value === "string" && value.trim() !== "");
}
