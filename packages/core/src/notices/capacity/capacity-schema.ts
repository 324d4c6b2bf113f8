import type { LanguageTag, Violation } from "@carecast/adapter";
import * as z from "zod/mini";

import { parseContent } from "../../models/parse.ts";
import { dateTimeSchema, isBefore, languageSchema, phoneSchema, textSchema, webUrlSchema } from "../../models/words.ts";
import { refuseNotice } from "../refuse-notice.ts";
import { capacityRules, doNotCome } from "../rules/capacity-rules.ts";
import { applyCommonRules } from "../rules/common-rules.ts";
import { applyWordRules } from "../rules/word-rule.ts";
import { contactSchema, nameSchema } from "../words/facts.ts";
import { findWords, readLanguages, wordSchemas, type FoundWords } from "../words/words.ts";
import { capacityState, type BedType, type CapacityAlternative, type CapacityNotice } from "./capacity-notice.ts";

const bedTypes: readonly BedType[] = [
  "AdultICU",
  "PediatricICU",
  "Pediatrics",
  "MedicalSurgical",
  "Psychiatric",
  "Burn",
  "NegativeFlowIsolation",
  "OtherIsolation",
  "OperatingRooms",
];

const bedsSchema = z
  .array(z.strictObject({ type: z.enum(bedTypes), band: z.enum(["available", "few", "none"]) }))
  .check(
    z.refine((beds) => new Set(beds.map(({ type }) => type)).size === beds.length, "must name each kind of bed once."),
  );

const minutesSchema = z.int().check(z.minimum(0), z.maximum(48 * 60));
const waitSchema = z
  .strictObject({ from: minutesSchema, to: minutesSchema })
  .check(z.refine(({ from, to }) => from <= to, { path: ["to"], error: "must not be less than from." }));

const hasWay = ({ address, phone, url }: Partial<Record<keyof CapacityAlternative, string | undefined>>): boolean =>
  address !== undefined || phone !== undefined || url !== undefined;

const alternativeSchema = z
  .strictObject({
    name: nameSchema,
    address: z.optional(textSchema.check(z.maxLength(120))),
    phone: z.optional(phoneSchema),
    url: z.optional(webUrlSchema),
  })
  .check(z.refine(hasWay, "needs an address, a phone or a url."));

function noticeSchema(languages: readonly LanguageTag[]): z.ZodMiniType {
  const { label, action, words } = wordSchemas(languages);
  return z
    .strictObject({
      notice: z.literal("capacity"),
      languages: z.array(languageSchema),
      facility: z.strictObject({ name: nameSchema }),
      asOf: dateTimeSchema,
      validUntil: dateTimeSchema,
      emsTraffic: z.enum(["Normal", "Advisory", "Closed", "NotApplicable"]),
      facilityStatus: z.enum(["Normal", "Compromised", "Evacuating", "Closed"]),
      clinicalStatus: z.optional(z.enum(["Normal", "Level1", "Level2", "Full"])),
      securityStatus: z.optional(z.enum(["Normal", "RestrictedAccess", "Lockdown", "Quarantine"])),
      emergencyLine: phoneSchema,
      details: z.optional(words),
      whatToDo: z.optional(action),
      services: z.optional(z.array(z.strictObject({ name: label, available: z.boolean() }))),
      beds: z.optional(bedsSchema),
      waitMinutes: z.optional(waitSchema),
      alternatives: z.optional(z.array(alternativeSchema)),
      contact: z.optional(contactSchema),
    })
    .check(
      z.refine(({ asOf, validUntil }) => isBefore(asOf, validUntil), {
        path: ["validUntil"],
        error: "must be later than asOf.",
      }),
    );
}

/**
 * The notice itself, checked: its shape, and what must not be said.
 *
 * @throws InvalidPostError naming every wrong path.
 */
export function parseCapacityNotice(value: unknown): CapacityNotice {
  const languages = readLanguages("capacity notice", value);
  const notice = parseContent<CapacityNotice>("capacity notice", noticeSchema(languages), value);
  const violations = [...findContradictions(notice), ...checkWords(notice)];
  if (violations.length > 0) throw refuseNotice("capacity", violations);
  return notice;
}

function checkWords(notice: CapacityNotice): readonly Violation[] {
  const found = findWords(notice, notice.languages);
  const common = [...applyCommonRules(found), ...applyWordRules(found, capacityRules)];
  return isOutOfUse(notice) ? common : [...common, ...applyWordRules([...found, ...listClosed(notice)], [doNotCome])];
}

/** What is not available, as somebody reads it: an emergency department on this list would be one that is closed. */
function listClosed({ services = [] }: CapacityNotice): readonly FoundWords[] {
  return services.flatMap(({ name, available }, index) => {
    const words = Object.entries(name).map(
      ([language, text]) => [language, `${text} closed\n${text} cerrado`] as const,
    );
    return available ? [] : [{ path: `services[${index}].name`, words: Object.fromEntries(words) }];
  });
}

/** Whether nobody can be cared for there: only then may people be sent elsewhere. */
export function isOutOfUse(notice: CapacityNotice): boolean {
  const state = capacityState(notice);
  return state === "closed" || state === "evacuating";
}

function findContradictions(notice: CapacityNotice): readonly Violation[] {
  const { emsTraffic, facilityStatus, whatToDo, alternatives = [], waitMinutes } = notice;
  const found: Violation[] = [];
  if (facilityStatus === "Closed" && (emsTraffic === "Normal" || emsTraffic === "Advisory"))
    found.push({
      path: "emsTraffic",
      rule: "contradiction",
      message: `is ${emsTraffic}, but a closed hospital takes no ambulances.`,
    });
  if (isOutOfUse(notice) && waitMinutes !== undefined)
    found.push({
      path: "waitMinutes",
      rule: "contradiction",
      message: "tells a wait where nobody is cared for. Leave it out.",
    });
  if (whatToDo === undefined && (facilityStatus === "Compromised" || (isOutOfUse(notice) && alternatives.length === 0)))
    found.push({
      path: "whatToDo",
      rule: "action",
      message: "is missing: nobody can guess what to do while the building is not as usual.",
    });
  return found;
}
