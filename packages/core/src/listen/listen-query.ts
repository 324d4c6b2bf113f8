import type { FeedbackKind, IsoDateTime } from "@carecast/adapter";
import * as z from "zod/mini";

import { channelsSchema, lastingNameSchema, signalSchema } from "../models/option-schemas.ts";
import { parseOptions } from "../models/parse.ts";
import { dateTimeSchema, hashtagSchema } from "../models/words.ts";

/** What to listen to. Every key is optional; an unknown one is refused. */
export interface ListenOptions<Channel extends string = string> {
  /** Default: every channel that can listen. */
  readonly channels?: readonly Channel[];
  /** Default: all kinds. */
  readonly kinds?: readonly FeedbackKind[];
  /** Also public posts with one of these hashtags, without `#`. */
  readonly hashtags?: readonly string[];
  /** Where the very first run begins. Default: now. Later runs go on where the last one stopped. */
  readonly since?: IsoDateTime;
  /**
   * Names this listener: its position and what it has handled are kept under the name. Two listeners with different
   * names each get every item. Default `"default"`.
   */
  readonly listener?: string;
  /** Ends the loop: the pending step rejects with `signal.reason`. */
  readonly signal?: AbortSignal;
}

const kinds = ["mention", "reply", "comment", "direct-message", "review", "story", "post"] as const;

const listenSchema = z.strictObject({
  channels: z.optional(channelsSchema),
  kinds: z.optional(z.array(z.enum(kinds)).check(z.minLength(1))),
  hashtags: z.optional(z.array(hashtagSchema)),
  since: z.optional(dateTimeSchema),
  listener: z.optional(lastingNameSchema),
  signal: z.optional(signalSchema),
});

export function parseListenOptions<Channel extends string>(value: unknown): ListenOptions<Channel> {
  return parseOptions<ListenOptions<Channel>>("listen", listenSchema, value);
}
