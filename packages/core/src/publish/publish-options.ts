import type { PostRef, ReplyTarget } from "@carecast/adapter";
import * as z from "zod/mini";

import { channelsSchema, lastingNameSchema, signalSchema } from "../models/option-schemas.ts";
import { parseOptions } from "../models/parse.ts";
import type { Overflow } from "../plan/plan.ts";

/** How to publish. Every key is optional; an unknown one is refused. */
export interface PublishOptions<Channel extends string = string> {
  /** Default: every channel. */
  readonly channels?: readonly Channel[];
  /**
   * Names the publication. Publishing the same content again under the same id sends only what certainly was not sent:
   * a script that was interrupted, or whose token was wrong, can simply run again. Default: a new id. 1 to 60 of
   * letters, digits, `.`, `-`, `_`.
   */
  readonly id?: string;
  /** What to do with a text over the limit. Default: `reject` for posts, `shorten` for alerts. */
  readonly overflow?: Overflow;
  /** Whether the parts of a thread say `(1/3)`. Default `false`. */
  readonly numbering?: boolean;
  /**
   * What to do when the content does not fit one of the channels. `throw` (the default) sends nothing anywhere; `skip`
   * sends to the others and reports the channel as `skipped`.
   */
  readonly whenUnfit?: "throw" | "skip";
  /** The post to answer, by channel. */
  readonly replyTo?: Partial<Readonly<Record<Channel, PostRef | ReplyTarget>>>;
  /** Stops what has not begun its irreversible call; `publish` then rejects with `signal.reason`. */
  readonly signal?: AbortSignal;
}

const refShape = { id: z.string(), url: z.optional(z.string()), data: z.optional(z.unknown()) };
// A receipt is a PostRef with more; whoever answers its own post passes the receipt as it is.
const refSchema = z.looseObject(refShape);
const planShape = {
  channels: z.optional(channelsSchema),
  overflow: z.optional(z.enum(["reject", "thread", "shorten"])),
  numbering: z.optional(z.boolean()),
};

const publishSchema = z.strictObject({
  ...planShape,
  id: z.optional(lastingNameSchema),
  whenUnfit: z.optional(z.enum(["throw", "skip"])),
  replyTo: z.optional(
    z.record(z.string(), z.union([z.strictObject({ root: refSchema, parent: refSchema }), refSchema])),
  ),
  signal: z.optional(signalSchema),
});

const planSchema = z.strictObject(planShape);

/** The options of `plan`: those of `publish` that change what is planned. */
export type PlanRequest<Channel extends string = string> = Pick<
  PublishOptions<Channel>,
  "channels" | "overflow" | "numbering"
>;

export function parsePublishOptions<Channel extends string>(value: unknown): PublishOptions<Channel> {
  return parseOptions<PublishOptions<Channel>>("publish", publishSchema, value);
}

export function parsePlanOptions<Channel extends string>(value: unknown): PlanRequest<Channel> {
  return parseOptions<PlanRequest<Channel>>("plan", planSchema, value);
}
