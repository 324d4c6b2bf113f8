import * as z from "zod/mini";

import type { ManageOptions } from "../carecast.ts";
import { channelsSchema, signalSchema } from "../models/option-schemas.ts";
import { parseOptions } from "../models/parse.ts";
import { textSchema } from "../models/words.ts";

/** Who takes something back, and why. */
export interface RetractOptions<Name extends string = string> extends ManageOptions<Name> {
  /** A name or a role, for the record. */
  readonly by: string;
  /** Why, for the record. No patient's data. */
  readonly reason: string;
  /** Only calls off what has not gone out; what is live stays. Default `false`. */
  readonly onlyWaiting?: boolean;
}

const retractSchema = z.strictObject({
  channels: z.optional(channelsSchema),
  signal: z.optional(signalSchema),
  by: textSchema,
  reason: textSchema,
  onlyWaiting: z.optional(z.boolean()),
});

export function readRetractOptions<Name extends string>(value: unknown): RetractOptions<Name> {
  return parseOptions<RetractOptions<Name>>("retract", retractSchema, value);
}
