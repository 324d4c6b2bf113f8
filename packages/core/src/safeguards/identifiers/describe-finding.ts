import type { IdentifierFinding } from "./finding.ts";
import type { IdentifierKind } from "./identifier-kind.ts";

/** What a finding is taken for, and what to do about it. */
interface Description {
  readonly what: string;
  readonly remedy: string;
}

const takeOut = "Take it out";
const ownEntry = (kind: IdentifierKind): string =>
  `${takeOut}, or name it under \`allow.${kind}\` if it is the organisation's own.`;

const ofKinds: Readonly<Record<IdentifierKind, Description>> = {
  name: { what: "Looks like the name of a person", remedy: `${takeOut}, or name a spokesperson under \`allow.name\`.` },
  geography: { what: "Looks like an address or a postcode", remedy: ownEntry("geography") },
  date: {
    what: "Looks like a date of a person's life or care, or an age over 89",
    remedy: "Say the year alone, or `90 or older`.",
  },
  phone: { what: "Looks like a telephone number", remedy: ownEntry("phone") },
  fax: { what: "Looks like a fax number", remedy: ownEntry("fax") },
  email: { what: "Looks like an e-mail address", remedy: ownEntry("email") },
  ssn: { what: "Looks like a social security or tax number", remedy: `${takeOut}.` },
  "medical-record": { what: "Looks like the number of a patient or a record", remedy: `${takeOut}.` },
  "health-plan": { what: "Looks like the number of a health plan", remedy: `${takeOut}.` },
  account: { what: "Looks like an account or card number", remedy: ownEntry("account") },
  licence: { what: "Looks like the number of a licence, certificate or passport", remedy: ownEntry("licence") },
  vehicle: { what: "Looks like a vehicle number or plate", remedy: ownEntry("vehicle") },
  device: {
    what: "Looks like the serial number or address of a device",
    remedy: `${takeOut}; notices about products may name those of products.`,
  },
  url: { what: "A link that may lead to a person", remedy: ownEntry("url") },
  "ip-address": { what: "Looks like an address of a computer", remedy: ownEntry("ip-address") },
  biometric: { what: "Seems to be about a fingerprint or voice of a person", remedy: "Publish it with consent only." },
  photo: { what: "Seems to show a patient", remedy: "Publish it with consent only, and name the consent." },
  other: { what: "May identify a person", remedy: "Read it again, and say less if readers could tell who it is." },
};

const ofRules: Readonly<Record<string, Description>> = {
  "name.denied": { what: "A name on the deny list", remedy: `${takeOut}.` },
  "name.patient": {
    what: "Looks like the name of a patient",
    remedy: `${takeOut}; the allow list changes nothing here.`,
  },
  "email.copied-message": { what: "Looks like a message that somebody wrote in private", remedy: `${takeOut}.` },
  "url.id-parameter": { what: "A link that asks for one person", remedy: "Take the query out of the link." },
  "photo.live-surgery": {
    what: "Looks like an operation shown live to the public",
    remedy: "Record it, wait, and publish it with consent.",
  },
  "other.aadhaar": { what: "Looks like a national identity number", remedy: `${takeOut}.` },
  "other.spain": { what: "Looks like a national identity number", remedy: `${takeOut}.` },
  "other.italy": { what: "Looks like a national identity number", remedy: `${takeOut}.` },
};

/** A sentence for whoever wrote the text. It never repeats what was found. */
export function describeFinding({ kind, rule, rest }: IdentifierFinding): string {
  const { what, remedy } = ofRules[rule] ?? ofKinds[kind];
  return `${what}${rest ? ", split over parts of the thread" : ""}. ${remedy}`;
}
