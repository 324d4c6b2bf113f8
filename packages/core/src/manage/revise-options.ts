import * as z from "zod/mini";

import type { ManageOptions } from "../carecast.ts";
import { channelsSchema, signalSchema } from "../models/option-schemas.ts";
import { parseOptions } from "../models/parse.ts";
import { textSchema } from "../models/words.ts";
import { overrideSchema, type Override } from "../publish/publish-options.ts";

/** Which channels change, and on whose word. */
export interface ReviseOptions<Name extends string = string> extends ManageOptions<Name> {
  /** The id of the approval of the new content. */
  readonly approval?: string;
  /** The ids of the consents to the new content. Default: those of the publication. */
  readonly consents?: readonly string[];
  /** Sets aside what safeguards found in the new content. */
  readonly override?: Override;
}

const reviseSchema = z.strictObject({
  channels: z.optional(channelsSchema),
  signal: z.optional(signalSchema),
  approval: z.optional(textSchema),
  consents: z.optional(z.array(textSchema).check(z.minLength(1))),
  override: z.optional(overrideSchema),
});

export function readReviseOptions<Name extends string>(value: unknown): ReviseOptions<Name> {
  return parseOptions<ReviseOptions<Name>>("revise", reviseSchema, value);
}
