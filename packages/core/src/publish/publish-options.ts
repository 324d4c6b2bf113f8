import type { IsoDateTime, PostRef, ReplyTarget } from "@carecast/adapter";
import * as z from "zod/mini";

import { channelsSchema, lastingNameSchema, signalSchema } from "../models/option-schemas.ts";
import { parseOptions } from "../models/parse.ts";
import { isSamePerson } from "../models/person.ts";
import { dateTimeSchema, textSchema } from "../models/words.ts";
import type { Overflow } from "../plan/plan.ts";
import { publishRepeatSchema, type PublishRepeat } from "../schedule/publish-repeat.ts";
import { publishTimeSchema, type PublishTime } from "../schedule/publish-time.ts";
import type { Report } from "./report.ts";

/** How to publish. Every key is optional; an unknown one is refused. */
export interface PublishOptions<Channel extends string = string> {
  /** Default: every channel. */
  readonly channels?: readonly Channel[];
  /**
   * Names the publication. Publishing the same content again under the same id sends only what certainly was not sent:
   * a script that was interrupted, or whose token was wrong, can simply run again. Default: a new id. 1 to 60 of
   * letters, digits, `.`, `-`, `_`.
   *
   * The other options are those of the first call. Danger: what was `rejected` or `cancelled`, by whomever, is sent at once,
   * whatever `at` says.
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
  /**
   * Not before this time; a hub that was started sends it then. Default: now, which a time that has passed means as well.
   * The schedules of networks are not used: what is scheduled here can be held, and survives this process in the ledger.
   */
  readonly at?: PublishTime;
  /**
   * Not after this instant: what misses it is `expired` and reported. An alert ends with its own `expires` at the latest.
   * Not together with `repeat`, which has `until` and `lateMs`.
   */
  readonly notAfter?: IsoDateTime;
  /** Comes again by a rule. The next occurrence is journaled when one begins. */
  readonly repeat?: PublishRepeat;
  /** Names by which a hold can find it. */
  readonly tags?: readonly string[];
  /** The campaign it belongs to, which a hold can name. */
  readonly campaign?: string;
  /**
   * Channels that are used only if another one failed: the key stands in for `instead`, and the publication goes to both.
   * One that is not needed is `skipped`, without an `error`; `ok` of the report is `false` then.
   */
  readonly fallback?: Partial<Readonly<Record<Channel, Fallback<Channel>>>>;
  /** How many channels must have it, how soon, and who is told if they do not. */
  readonly quorum?: Quorum;
  /** The id of the approval that it rests on. */
  readonly approval?: string;
  /** The ids of the consents of people who can be recognised in it. */
  readonly consents?: readonly string[];
  /** What it is for, in the words of the consents. */
  readonly purpose?: Purpose;
  /** Sets aside what safeguards found. It is in the audit trail, with the names and the reason. */
  readonly override?: Override;
  /** Stops what has not begun its irreversible call; `publish` then rejects with `signal.reason`. */
  readonly signal?: AbortSignal;
}

/** What a patient's story may be used for; the words of `ConsentRecord`. */
export type Purpose = "story" | "campaign" | "training" | "fundraising" | "research";

export const purposes: readonly Purpose[] = ["story", "campaign", "training", "fundraising", "research"];

/** Two people say that a finding is wrong, or that it must leave nevertheless. */
export interface Override {
  /** The rules that they set aside, as the findings name them. All that block must be among them. */
  readonly rules: readonly string[];
  readonly by: string;
  /** Somebody else. */
  readonly second: string;
  /** Why, for the record. No patient's data. */
  readonly reason: string;
}

/** For which channel another one stands in. Chains are allowed, circles are a `ConfigError`. */
export interface Fallback<Channel extends string = string> {
  /** The channel that is tried first. May itself stand in for a third one. */
  readonly instead: Channel;
  /**
   * How long the first one may stay `unknown`, in milliseconds from the time of the publication, before this one is used
   * too. Default one minute. Danger: a network that cannot be reached is `queued` and not yet failed; a hub that was started
   * waits for it until `retry.deadlineMs`, and so does what stands in.
   */
  readonly afterMs?: number;
}

/** When too few channels have a publication, somebody has to be told. */
export interface Quorum {
  /** Channels on which every part is `delivered` or `accepted`; those that stand in count. At most as many as it goes to. */
  readonly atLeast: number;
  /** Milliseconds from the time of the publication. */
  readonly within: number;
  /**
   * Called once with what is known as soon as it is missed, in this process and while its hub is open; what it throws is
   * dropped. The event `quorum-missed` tells the same, after a restart too, in one of the programs on the ledger.
   */
  readonly onMissed?: (report: Report) => void;
}

const refShape = { id: z.string(), url: z.optional(z.string()), data: z.optional(z.unknown()) };
// A receipt is a PostRef with more; whoever answers its own post passes the receipt as it is.
const refSchema = z.looseObject(refShape);
const planShape = {
  channels: z.optional(channelsSchema),
  overflow: z.optional(z.enum(["reject", "thread", "shorten"])),
  numbering: z.optional(z.boolean()),
};

const fallbackSchema = z.strictObject({ instead: z.string(), afterMs: z.optional(z.int().check(z.minimum(0))) });
const quorumSchema = z.strictObject({
  atLeast: z.int().check(z.minimum(1)),
  within: z.int().check(z.minimum(1)),
  onMissed: z.optional(z.custom<() => void>((value) => typeof value === "function", "must be a function.")),
});

export const overrideSchema = z
  .strictObject({
    rules: z.array(textSchema).check(z.minLength(1)),
    by: textSchema,
    second: textSchema,
    reason: textSchema,
  })
  .check(
    z.refine(({ by, second }) => !isSamePerson(by, second), {
      path: ["second"],
      error: "must be somebody else than by: an override takes two people.",
    }),
  );

const publishSchema = z.strictObject({
  ...planShape,
  id: z.optional(lastingNameSchema),
  whenUnfit: z.optional(z.enum(["throw", "skip"])),
  replyTo: z.optional(
    z.record(z.string(), z.union([z.strictObject({ root: refSchema, parent: refSchema }), refSchema])),
  ),
  at: z.optional(publishTimeSchema),
  notAfter: z.optional(dateTimeSchema),
  repeat: z.optional(publishRepeatSchema),
  tags: z.optional(z.array(textSchema)),
  campaign: z.optional(textSchema),
  fallback: z.optional(z.record(z.string(), fallbackSchema)),
  quorum: z.optional(quorumSchema),
  approval: z.optional(textSchema),
  consents: z.optional(z.array(textSchema).check(z.minLength(1))),
  purpose: z.optional(z.enum(purposes)),
  override: z.optional(overrideSchema),
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
