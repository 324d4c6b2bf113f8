import type { IsoDateTime, LanguageTag } from "@carecast/adapter";
import * as z from "zod/mini";

import { parseOptions } from "../../models/parse.ts";
import { dateTimeSchema, languageSchema } from "../../models/words.ts";

/** What is known about an alert beside its words. What is left out is not checked, unless a default is named. */
export interface AlertFacts extends VersionFacts {
  /** Milliseconds since the epoch. Default: when the alert was sent. */
  readonly now?: number;
  /** When the organisation learned of the event. */
  readonly awareAt?: IsoDateTime;
  /** Within how many milliseconds of `awareAt` the first message should be out. Default one hour. */
  readonly holdingTargetMs?: number;
  readonly firstMessage?: FirstMessage;
  /** The phases of CDC's manual for emergencies (CERC) in which people are spoken to. */
  readonly phase?: "initial" | "maintenance" | "resolution";
}

/** Where the languages of a message come from. */
export interface VersionFacts {
  readonly versions?: Readonly<Record<LanguageTag, LanguageVersion>>;
  /** The revision of the facts that is current. Without it nobody can tell which version is out of date. */
  readonly revision?: Revision;
}

/** A name or a number of a state of the text. */
export type Revision = string | number;

/** How one language of a message was made. */
export interface LanguageVersion {
  /** `machine` must be reviewed by a person who can (45 CFR 92.201(c)(3)). */
  readonly source: "human" | "machine";
  readonly reviewedBy?: string;
  readonly reviewedAt?: IsoDateTime;
  /** The revision that it says. */
  readonly basedOn: Revision;
}

/** What a first message has to hold (CDC, CERC). */
export interface FirstMessage {
  readonly empathy: string;
  /** Only what is confirmed, with who confirmed it and when. */
  readonly known: readonly { readonly fact: string; readonly source: string; readonly asOf: IsoDateTime }[];
  /** What nobody knows yet: it is said. */
  readonly unknown: readonly string[];
  /** What is done to find out, and how people will hear of it. */
  readonly process: string;
  readonly nextUpdateAt: IsoDateTime;
  readonly commitment: string;
  readonly moreInfo: { readonly url?: string; readonly phone?: string };
  readonly actions: readonly { readonly who?: string; readonly do: string; readonly byWhen?: string }[];
}

const text = z.optional(z.string());

// Blank words and dates are findings, not errors: a draft may have them.
const firstMessageSchema = z.strictObject({
  empathy: z.string(),
  known: z.array(z.strictObject({ fact: z.string(), source: z.string(), asOf: z.string() })),
  unknown: z.array(z.string()),
  process: z.string(),
  nextUpdateAt: dateTimeSchema,
  commitment: z.string(),
  moreInfo: z.strictObject({ url: text, phone: text }),
  actions: z.array(z.strictObject({ who: text, do: z.string(), byWhen: text })),
});

const revisionSchema = z.union([z.string(), z.number()]);

const versionShape = {
  versions: z.optional(
    z.record(
      languageSchema,
      z.strictObject({
        source: z.enum(["human", "machine"]),
        reviewedBy: text,
        reviewedAt: z.optional(dateTimeSchema),
        basedOn: revisionSchema,
      }),
    ),
  ),
  revision: z.optional(revisionSchema),
};

const factsSchema = z.strictObject({
  ...versionShape,
  now: z.optional(z.number()),
  awareAt: z.optional(dateTimeSchema),
  holdingTargetMs: z.optional(z.number().check(z.minimum(0))),
  firstMessage: z.optional(firstMessageSchema),
  phase: z.optional(z.enum(["initial", "maintenance", "resolution"])),
});

export function readAlertFacts(value: unknown): AlertFacts {
  return parseOptions<AlertFacts>("checkAlert", factsSchema, value);
}

export function readVersionFacts(value: unknown): VersionFacts {
  return parseOptions<VersionFacts>("checkVersions", z.strictObject(versionShape), value);
}
