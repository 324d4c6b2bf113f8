import { ConfigError } from "@carecast/adapter";
import * as z from "zod/mini";

import { lastingNameSchema } from "../../models/option-schemas.ts";
import { parseOptions } from "../../models/parse.ts";
import { dateTimeSchema, isBefore, languageSchema, textSchema } from "../../models/words.ts";
import { purposes } from "../../publish/publish-options.ts";
import { consentItems, type ConsentRecord } from "./consent-record.ts";

const hashSchema = z.string().check(z.regex(/^[0-9a-f]{64}$/, "must be a hash that care.review has told."));
const threadSchema = z.strictObject({ channel: textSchema, language: z.optional(languageSchema), hash: hashSchema });
const someTexts = z.array(textSchema).check(z.minLength(1));

const consentSchema = z.strictObject({
  id: lastingNameSchema,
  subjectRef: textSchema,
  subjectIs: z.enum(["adult", "minor", "deceased", "incapacitated"]),
  signedBy: z.enum(["self", "parent", "guardian", "nextOfKin"]),
  representativeAuthority: z.optional(textSchema),
  assentOfMinor: z.optional(z.boolean()),
  turnsAdultAt: z.optional(dateTimeSchema),
  items: z.array(z.enum(consentItems)).check(z.minLength(1)),
  networks: someTexts,
  purposes: z.array(z.enum(purposes)).check(z.minLength(1)),
  paidPromotionAllowed: z.boolean(),
  content: z.strictObject({ hash: hashSchema, threads: z.array(threadSchema).check(z.minLength(1)) }),
  showName: z.enum(["none", "first", "full", "pseudonym"]),
  signedAt: dateTimeSchema,
  expiresAt: dateTimeSchema,
  revocationRoute: textSchema,
  formVersion: textSchema,
  language: languageSchema,
  interpreterUsed: z.optional(z.boolean()),
  witness: z.optional(textSchema),
  copyGivenAt: dateTimeSchema,
  retentionUntil: dateTimeSchema,
  others: z.optional(z.array(lastingNameSchema)),
});

type SubjectIs = ConsentRecord["subjectIs"];

/** Who may sign for whom. */
const signers: Readonly<Record<SubjectIs, readonly ConsentRecord["signedBy"][]>> = {
  adult: ["self"],
  minor: ["parent", "guardian"],
  deceased: ["nextOfKin", "guardian"],
  incapacitated: ["guardian", "nextOfKin"],
};

const retentionYears = 6;

/** @throws ConfigError for what is no authorisation, with the path of what is missing. */
export function readConsent(value: unknown): ConsentRecord {
  const consent = parseOptions<ConsentRecord>("record", consentSchema, value);
  const { subjectIs, signedBy, signedAt } = consent;
  if (!signers[subjectIs].includes(signedBy))
    refuse(
      "signedBy",
      `cannot sign here. Where subjectIs is ${subjectIs} it takes ${signers[subjectIs].join(" or ")}.`,
    );
  if (signedBy !== "self" && consent.representativeAuthority === undefined)
    refuse("representativeAuthority", "is missing: say why they may sign for somebody else.");
  if ((subjectIs === "minor") !== (consent.turnsAdultAt !== undefined))
    refuse("turnsAdultAt", "belongs to a minor, and to every minor: from then on the person is asked.");
  if (!isBefore(signedAt, consent.expiresAt)) refuse("expiresAt", "must be after signedAt.");
  if (Date.parse(consent.retentionUntil) < addYears(signedAt, retentionYears))
    refuse("retentionUntil", `must be at least ${retentionYears} years after signedAt.`);
  return consent;
}

function addYears(time: string, years: number): number {
  const date = new Date(time);
  return date.setUTCFullYear(date.getUTCFullYear() + years);
}

function refuse(path: string, why: string): never {
  throw new ConfigError(`${path}: ${why}`, { path });
}
