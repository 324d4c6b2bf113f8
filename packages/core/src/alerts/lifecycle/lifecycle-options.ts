import type { IsoDateTime, LanguageTag } from "@carecast/adapter";
import * as z from "zod/mini";

import { channelsSchema, signalSchema } from "../../models/option-schemas.ts";
import { parseOptions } from "../../models/parse.ts";
import { dateTimeSchema, languageSchema, textSchema } from "../../models/words.ts";
import type { PublishOptions } from "../../publish/publish-options.ts";
import { timeZoneSchema } from "../../schedule/time-zone.ts";
import type { AlertOptions } from "../alert-post.ts";
import type { AlertFacts } from "../checks/alert-facts.ts";
import type { LiveAlert } from "./live-alert.ts";

/** How the lifecycle of alerts works. Give `timeZone` and `phrases` as the hub has them. */
export interface AlertsOptions extends AlertOptions {
  /** `post` says at its `expires` that an alert has ended, where it was live; needs a hub that was started. Default `post`. */
  readonly expiry?: "post" | "none";
  /** Is told of every issue and update of severity Extreme or Severe, before it is published. */
  readonly crisis?: CrisisStarter;
}

/** What stops everything else while a severe alert is out. Must do nothing more when it is called again for the same alert. */
export interface CrisisStarter {
  startFor(alert: LiveAlert, options: { readonly by: string }): Promise<unknown>;
}

/** How a message is published, in words of `care.publish`. */
export type AlertPublishing<Name extends string = string> = Pick<
  PublishOptions<Name>,
  "approval" | "override" | "quorum" | "fallback" | "whenUnfit" | "numbering" | "signal"
>;

/** How an alert is issued. */
export interface IssueOptions<Name extends string = string> extends AlertPublishing<Name> {
  /** Default: every channel. */
  readonly channels?: readonly Name[];
  /** Puts it on top of each account's page, where the network can. Default `false`. */
  readonly pin?: boolean;
  /** When readers will hear more, also if there is no news; `sweep` names the alerts that missed it. Must be in the future. */
  readonly nextUpdateAt?: IsoDateTime;
  /** What is known about it beside its words: `checkAlert` reads the alert with it. Default: nothing. */
  readonly facts?: AlertFacts;
  /** Who issues it, for the record. Default: the `sender` of the alert. */
  readonly by?: string;
}

/** How a message that follows an alert is published. */
export interface ChangeOptions<Name extends string = string> extends IssueOptions<Name> {
  /**
   * More channels. It goes in any case to every channel on which a message of the alert is live, may be, or waits.
   */
  readonly channels?: readonly Name[];
  /** A name or a role, for the record. */
  readonly by: string;
  /** Why, for the record. No patient's data. */
  readonly reason: string;
}

/** How a correction is published. */
export interface CorrectOptions<Name extends string = string> extends ChangeOptions<Name> {
  /** For slips of the pen: the old post is changed where the network can, and gets no new one there. Default `false`. Does not go with `remove`. */
  readonly edit?: boolean;
  /** Removes the posts of the alerts in `references`. Only these reasons do; everything else is corrected in the open. */
  readonly remove?: RemovalReason;
}

/** Why an old post may be removed. `private-data` goes before anything is posted. */
export type RemovalReason = "private-data" | "dangerous-instruction" | "wrong-dose" | "illegal-content";

const removalReasons: readonly RemovalReason[] = [
  "private-data",
  "dangerous-instruction",
  "wrong-dose",
  "illegal-content",
];

/** What was wrong and what is right, in each language of the alert, as sentences for readers. */
export type AlertCorrection = Readonly<Record<LanguageTag, { readonly wrong: string; readonly right: string }>>;

/** Where an exercise goes. */
export interface ExerciseOptions<Name extends string = string> extends AlertPublishing<Name> {
  /** Channels that are marked `exercises: true`. There is no default. */
  readonly channels: readonly Name[];
}

/** Who ends an alert before its time, and why. */
export interface ExpireOptions {
  readonly by: string;
  readonly reason: string;
  readonly signal?: AbortSignal;
}

// The hub reads these itself, and says what is wrong with them.
const passed = z.optional(z.unknown());
const publishingShape = {
  channels: z.optional(channelsSchema),
  approval: passed,
  override: passed,
  quorum: passed,
  fallback: passed,
  whenUnfit: passed,
  numbering: passed,
  signal: z.optional(signalSchema),
};
const issueShape = {
  ...publishingShape,
  pin: z.optional(z.boolean()),
  nextUpdateAt: z.optional(dateTimeSchema),
  facts: passed,
  by: z.optional(textSchema),
};
const changeShape = { ...issueShape, by: textSchema, reason: textSchema };

const functionOf = (name: string): z.ZodMiniType =>
  z.custom<object>(
    (value) => typeof value === "object" && value !== null && name in value,
    `must be an object with the method ${name}.`,
  );
const objectSchema = z.custom<object>((value) => typeof value === "object" && value !== null, "must be an object.");

const schemas = {
  createAlerts: z.strictObject({
    timeZone: z.optional(timeZoneSchema),
    phrases: z.optional(z.record(languageSchema, objectSchema)),
    expiry: z.optional(z.enum(["post", "none"])),
    crisis: z.optional(functionOf("startFor")),
  }),
  issue: z.strictObject(issueShape),
  change: z.strictObject(changeShape),
  correct: z
    .strictObject({
      ...changeShape,
      edit: z.optional(z.boolean()),
      remove: z.optional(z.enum(removalReasons)),
    })
    .check(
      z.refine(({ edit, remove }) => !edit || remove === undefined, {
        path: ["edit"],
        error: "puts the correction where remove takes it away. Leave one of them out.",
      }),
    ),
  exercise: z.strictObject({ ...publishingShape, channels: channelsSchema }),
  expire: z.strictObject({ by: textSchema, reason: textSchema, signal: z.optional(signalSchema) }),
} as const;

/** Throws `ConfigError` naming the option that is wrong or unknown. */
export function readLifecycleOptions<Options>(of: keyof typeof schemas, value: unknown): Options {
  return parseOptions<Options>(of, schemas[of], value);
}
