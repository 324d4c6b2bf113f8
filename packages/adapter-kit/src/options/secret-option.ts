import type { Secret } from "@carecast/adapter";
import * as z from "zod/mini";
import { isSecret } from "./is-secret.ts";

/** The schema of a secret: a non-empty string, or a function that returns one. */
export const secretOption: z.ZodMiniType<Secret, Secret> = /* @__PURE__ */ z.custom<Secret>(
  isSecret,
  "must be a non-empty string or a function that returns one",
);
