import type { IsoDateTime, LanguageTag } from "@carecast/adapter";
import * as z from "zod/mini";

import { parseContent } from "./parse.ts";
import { dateTimeSchema, languageSchema, textSchema, webUrlSchema } from "./words.ts";

// The words and the nesting are those of the Common Alerting Protocol, CAP 1.2 (OASIS), so that an alert can be
// read from a CAP document and written as one without a loss.

/** What may be done with the message; see CAP 1.2, 3.2.1. */
export type AlertStatus = "Actual" | "Exercise" | "System" | "Test" | "Draft";
/** What the message is for. */
export type AlertMessageType = "Alert" | "Update" | "Cancel" | "Ack" | "Error";
/** Who it is for. */
export type AlertScope = "Public" | "Restricted" | "Private";
/** What kind of event it is about. `Health` is medical and public health. */
export type AlertCategory =
  | "Geo"
  | "Met"
  | "Safety"
  | "Security"
  | "Rescue"
  | "Fire"
  | "Health"
  | "Env"
  | "Transport"
  | "Infra"
  | "CBRNE"
  | "Other";
/** What people should do, in one word. */
export type AlertResponseType =
  "Shelter" | "Evacuate" | "Prepare" | "Execute" | "Avoid" | "Monitor" | "Assess" | "AllClear" | "None";
/** `Immediate`: act now. `Expected`: within the hour. `Future`: soon. `Past`: no longer. */
export type AlertUrgency = "Immediate" | "Expected" | "Future" | "Past" | "Unknown";
/** How great the threat to life or property is. */
export type AlertSeverity = "Extreme" | "Severe" | "Moderate" | "Minor" | "Unknown";
/** `Likely` means more probable than not. */
export type AlertCertainty = "Observed" | "Likely" | "Possible" | "Unlikely" | "Unknown";

/**
 * A warning to the public, in the words of CAP 1.2. It never changes after it was sent: new facts are a new alert
 * with `msgType: "Update"` or `"Cancel"` that names the old one in `references`.
 */
export interface Alert {
  /** Unique for its sender; no spaces, commas, `<` or `&`. */
  readonly identifier: string;
  readonly sender: string;
  readonly sent: IsoDateTime;
  /** Only `Actual` may reach the public. */
  readonly status: AlertStatus;
  readonly msgType: AlertMessageType;
  readonly source?: string;
  /** Only `Public` may become a post. */
  readonly scope: AlertScope;
  readonly restriction?: string;
  readonly addresses?: readonly string[];
  readonly code?: readonly string[];
  readonly note?: string;
  readonly references?: readonly AlertReference[];
  readonly incidents?: readonly string[];
  /** One block a language. A message between machines may have none; without one it cannot become a post. */
  readonly info: readonly AlertInfo[];
}

/** An earlier message, named as CAP names it. */
export interface AlertReference {
  readonly sender: string;
  readonly identifier: string;
  readonly sent: IsoDateTime;
}

/** The alert in one language. */
export interface AlertInfo {
  /** Default `en-US`, as CAP says. */
  readonly language?: LanguageTag;
  readonly category: readonly AlertCategory[];
  readonly event: string;
  readonly responseType?: readonly AlertResponseType[];
  readonly urgency: AlertUrgency;
  readonly severity: AlertSeverity;
  readonly certainty: AlertCertainty;
  readonly audience?: string;
  readonly eventCode?: readonly NamedValue[];
  readonly effective?: IsoDateTime;
  readonly onset?: IsoDateTime;
  readonly expires?: IsoDateTime;
  /** The public name of the authority. */
  readonly senderName?: string;
  readonly headline?: string;
  readonly description?: string;
  /** What people should do. Its first sentence reaches every network. */
  readonly instruction?: string;
  readonly web?: string;
  readonly contact?: string;
  readonly parameter?: readonly NamedValue[];
  readonly resource?: readonly AlertResource[];
  readonly area?: readonly AlertArea[];
}

/** A value from a list that its name tells, kept as text: `006113` keeps its zeros. */
export interface NamedValue {
  readonly valueName: string;
  readonly value: string;
}

/** A file that goes with the alert. */
export interface AlertResource {
  readonly resourceDesc: string;
  readonly mimeType: string;
  /** Bytes. */
  readonly size?: number;
  readonly uri?: string;
  /** Base64. Never copied into a post. */
  readonly derefUri?: string;
  /** SHA-1, in hex. */
  readonly digest?: string;
}

/** Where the alert holds; several areas add up. */
export interface AlertArea {
  readonly areaDesc: string;
  /** Pairs `latitude,longitude` separated by spaces; first and last are equal. */
  readonly polygon?: readonly string[];
  /** `latitude,longitude radius`, the radius in kilometres. */
  readonly circle?: readonly string[];
  readonly geocode?: readonly NamedValue[];
  /** Feet above mean sea level. */
  readonly altitude?: number;
  readonly ceiling?: number;
}

const nameSchema = z
  .string()
  .check(z.regex(/^[^\s,<&]+$/, "must not be empty and must not hold spaces, commas, < or & (CAP 1.2, 3.2.1)."));
const namedValues = z.optional(z.array(z.strictObject({ valueName: z.string(), value: z.string() })));
const optionalText = z.optional(textSchema);
const optionalDate = z.optional(dateTimeSchema);

const categories: readonly AlertCategory[] = [
  "Geo",
  "Met",
  "Safety",
  "Security",
  "Rescue",
  "Fire",
  "Health",
  "Env",
  "Transport",
  "Infra",
  "CBRNE",
  "Other",
];
const responseTypes: readonly AlertResponseType[] = [
  "Shelter",
  "Evacuate",
  "Prepare",
  "Execute",
  "Avoid",
  "Monitor",
  "Assess",
  "AllClear",
  "None",
];

export const categorySchema = z.enum(categories);
export const responseTypeSchema = z.enum(responseTypes);
export const urgencySchema = z.enum(["Immediate", "Expected", "Future", "Past", "Unknown"]);
export const severitySchema = z.enum(["Extreme", "Severe", "Moderate", "Minor", "Unknown"]);
export const certaintySchema = z.enum(["Observed", "Likely", "Possible", "Unlikely", "Unknown"]);

const areaSchema = z.strictObject({
  areaDesc: textSchema,
  polygon: z.optional(z.array(textSchema)),
  circle: z.optional(z.array(textSchema)),
  geocode: namedValues,
  altitude: z.optional(z.number()),
  ceiling: z.optional(z.number()),
});

const resourceSchema = z.strictObject({
  resourceDesc: textSchema,
  mimeType: textSchema,
  size: z.optional(z.number()),
  uri: optionalText,
  derefUri: optionalText,
  digest: optionalText,
});

const infoSchema = z.strictObject({
  language: z.optional(languageSchema),
  category: z.array(categorySchema).check(z.minLength(1)),
  event: textSchema,
  responseType: z.optional(z.array(responseTypeSchema)),
  urgency: urgencySchema,
  severity: severitySchema,
  certainty: certaintySchema,
  audience: optionalText,
  eventCode: namedValues,
  effective: optionalDate,
  onset: optionalDate,
  expires: optionalDate,
  senderName: optionalText,
  headline: optionalText,
  description: optionalText,
  instruction: optionalText,
  web: z.optional(webUrlSchema),
  contact: optionalText,
  parameter: namedValues,
  resource: z.optional(z.array(resourceSchema)),
  area: z.optional(z.array(areaSchema)),
});

const referenceSchema = z.strictObject({ sender: nameSchema, identifier: nameSchema, sent: dateTimeSchema });

const alertSchema = z
  .strictObject({
    identifier: nameSchema,
    sender: nameSchema,
    sent: dateTimeSchema,
    status: z.enum(["Actual", "Exercise", "System", "Test", "Draft"]),
    msgType: z.enum(["Alert", "Update", "Cancel", "Ack", "Error"]),
    source: optionalText,
    scope: z.enum(["Public", "Restricted", "Private"]),
    restriction: optionalText,
    addresses: z.optional(z.array(textSchema)),
    code: z.optional(z.array(textSchema)),
    note: optionalText,
    references: z.optional(z.array(referenceSchema)),
    incidents: z.optional(z.array(textSchema)),
    info: z.array(infoSchema),
  })
  .check(
    z.refine((alert) => alert.msgType === "Alert" || Boolean(alert.references?.length), {
      path: ["references"],
      error: "is missing: an update or a cancellation must name the alert that it follows.",
    }),
  );

/** The alert itself, checked. Throws `InvalidPostError` that names every wrong path. */
export function parseAlert(value: unknown): Alert {
  return parseContent<Alert>("alert", alertSchema, value);
}
