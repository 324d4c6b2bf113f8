import type { IsoDateTime, LanguageTag } from "@carecast/adapter";

import type { DocumentKind } from "../../documents/documents.ts";
import type { Purpose } from "../../publish/publish-options.ts";
import type { Review } from "../../review/review.ts";

/** What of a person may be shown. */
export type ConsentItem = "text" | "photo" | "video" | "audio" | "name" | "face" | "diagnosis" | "location";

export const consentItems: readonly ConsentItem[] = [
  "text",
  "photo",
  "video",
  "audio",
  "name",
  "face",
  "diagnosis",
  "location",
];

/**
 * What one person has signed: an authorisation after 45 CFR 164.508, for exact content, named networks and purposes, until a date. A hashtag,
 * a like or a "yes" in a comment is none. The paper is elsewhere: here stands what a machine has to know of it.
 */
export interface ConsentRecord {
  /** Unique: 1 to 60 of letters, digits, `.`, `-`, `_`. */
  readonly id: string;
  /** A key of your own records. Never a name, and never a number by which others know the person. */
  readonly subjectRef: string;
  readonly subjectIs: "adult" | "minor" | "deceased" | "incapacitated";
  readonly signedBy: "self" | "parent" | "guardian" | "nextOfKin";
  /** Why they may sign for somebody else. Required unless `signedBy` is `self`. */
  readonly representativeAuthority?: string;
  /** Whether a child who is old enough agrees too. */
  readonly assentOfMinor?: boolean;
  /** Required for a minor. From then on the consent does not count: ask the person. */
  readonly turnsAdultAt?: IsoDateTime;
  readonly items: readonly ConsentItem[];
  /** The names of the networks: `mastodon`. Channels of the same network are all covered. */
  readonly networks: readonly string[];
  readonly purposes: readonly Purpose[];
  readonly paidPromotionAllowed: boolean;
  /** What they have seen and agreed to: `hash` and `threads` of `care.review`. Any change needs a new consent. */
  readonly content: Pick<Review, "hash" | "threads">;
  readonly showName: "none" | "first" | "full" | "pseudonym";
  readonly signedAt: IsoDateTime;
  readonly expiresAt: IsoDateTime;
  /** How they were told that they can take it back. */
  readonly revocationRoute: string;
  readonly formVersion: string;
  /** The language of the form. */
  readonly language: LanguageTag;
  readonly interpreterUsed?: boolean;
  readonly witness?: string;
  readonly copyGivenAt: IsoDateTime;
  /** At least six years after `signedAt` (45 CFR 164.530(j)). */
  readonly retentionUntil: IsoDateTime;
  /** The ids of the consents of everybody else who can be recognised: without them this one does not count. */
  readonly others?: readonly string[];
}

/** A consent as the ledger keeps it. */
export interface StoredConsent extends ConsentRecord {
  readonly revoked?: {
    readonly by: string;
    readonly reason: string;
    /** Milliseconds since the epoch. */
    readonly at: number;
  };
}

export const consentKind: DocumentKind<StoredConsent> = {
  name: "consent",
  // Written by this folder alone, after its schema.
  read: (value) => value as StoredConsent,
};
