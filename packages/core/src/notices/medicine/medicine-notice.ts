import type { IsoDateTime, LanguageTag } from "@carecast/adapter";

import type { CalendarDate, Contact } from "../words/facts.ts";
import type { Words, WordsIfKnown } from "../words/words.ts";
import type { Amount } from "./amount.ts";

/**
 * What the public has to know about a medicine. The kinds differ in what they must hold: a change of the looks says
 * that the strength is the same, a change of the strength says how many of the new ones replace the old ones.
 */
export type MedicineNotice =
  | RecallNotice
  | HaltNotice
  | BanNotice
  | ShortageNotice
  | AppearanceChangeNotice
  | StrengthChangeNotice
  | CounterfeitNotice;

/** What every kind holds. */
interface MedicineNoticeBase {
  readonly notice: "medicine";
  /** The first one is the language of the post, the others become its variants. */
  readonly languages: readonly LanguageTag[];
  /** `ended` and `issued-in-error` are new posts, which go to every channel that carried the first one. */
  readonly status: "active" | "updated" | "ended" | "issued-in-error";
  /** When the first notice was issued. Needed unless the status is `active`. */
  readonly firstIssuedAt?: IsoDateTime;
  /**
   * What holds now, or what was wrong and what is right: up to 200 characters, whole in every form. Needed where the
   * notice is ended or was issued in error.
   */
  readonly closing?: Words;
  readonly product: MedicineProduct;
  /** Who said so. A feed of records such as openFDA is no such source. */
  readonly authority: MedicineAuthority;
  readonly issuedAt: IsoDateTime;
  /** When the notice ends or is looked at again. It is not sent after that. */
  readonly reviewAt: IsoDateTime;
  readonly whoIsAffected?: Words;
  /** What patients should do: up to 200 characters, whole in every form. Default: a sentence that fits the kind. */
  readonly whatToDo?: Words;
  readonly contact: Contact;
  /** Where side effects are reported. */
  readonly reportSideEffects?: string;
}

/** A product, named so that nobody takes another one for it. */
export interface MedicineProduct {
  readonly name: string;
  readonly genericName: string;
  readonly strength: readonly Amount[];
  /** Tablets, cream, solution for injection. */
  readonly form: Words;
  readonly packSize?: Words;
  readonly maker: string;
  /** With `true`, a notice that takes the product away tells people not to stop before they have asked. */
  readonly prescription: boolean;
  /** Codes stay text: their zeros and dashes count. */
  readonly codes?: { readonly ndc?: string; readonly gtin?: string };
}

/** Who said something, where and when. */
export interface MedicineSource {
  readonly name: string;
  readonly url: string;
  readonly date: CalendarDate;
}

/** The authority or firm behind the notice. */
export interface MedicineAuthority extends MedicineSource {
  /** The number under which the authority knows it. */
  readonly reference: string;
}

/** A lot as the pack shows it. */
export interface MedicineLot {
  readonly lot: string;
  /** `2027-05`, or `2027-05-31`. */
  readonly expiry?: string;
}

/** Which packs are meant. What is not known yet is said. */
export type MedicineLots = readonly MedicineLot[] | "all" | "not-known-yet";

/** What is wrong, and whose word it is to stop taking it. */
interface ProblemNotice extends MedicineNoticeBase {
  readonly reason: WordsIfKnown;
  /** What could happen to people. */
  readonly hazard: WordsIfKnown;
}

interface WithdrawingNotice extends ProblemNotice {
  /**
   * Who tells people to stop taking it now. Without it the notice never says so: for many people stopping is the
   * greater danger.
   */
  readonly stopNow?: MedicineSource;
}

/** Packs are called back. */
export interface RecallNotice extends WithdrawingNotice {
  readonly kind: "recall";
  readonly lots: MedicineLots;
  readonly recallClass: RecallClass | "not-yet-classified";
  /** How far it reaches. Only at `patient` the public is asked to give packs back. */
  readonly level: "patient" | "pharmacy" | "wholesaler";
  /** Where patients bring their packs. Needed at the level `patient`, refused at the others. */
  readonly returns?: Words;
}

/**
 * The class of a recall with its scheme, without which it means nothing: FDA Class III and MHRA Class 3 are not the same.
 * MHRA Class 4 is missing because it is no recall: the medicine is used on, with care.
 */
export type RecallClass =
  | { readonly scheme: "FDA"; readonly value: "I" | "II" | "III" }
  | { readonly scheme: "MHRA" | "EU"; readonly value: "1" | "2" | "3" }
  | {
      readonly scheme: "other";
      /** The name of the scheme: `TGA`. */
      readonly name: string;
      readonly value: string;
      readonly meaning: Words;
    };

/** Use or supply stops for a time. */
export interface HaltNotice extends WithdrawingNotice {
  readonly kind: "halt";
  readonly lots: MedicineLots;
  readonly alternatives: Words | "ask-prescriber";
}

/** The product leaves the market, by order (`ban`) or by its maker (`withdrawal`). */
export interface BanNotice extends WithdrawingNotice {
  readonly kind: "ban" | "withdrawal";
  readonly effectiveOn: CalendarDate;
  /** How people come to another medicine. */
  readonly replacement: Words;
}

/** There is not enough of it. */
export interface ShortageNotice extends MedicineNoticeBase {
  readonly kind: "shortage";
  readonly area: Words;
  readonly from: CalendarDate;
  /** A day, or `not-known-yet`. */
  readonly until: CalendarDate;
  readonly alternatives: Words | "ask-prescriber";
  /** Who gets it first. */
  readonly prioritised: Words;
  /** What there is in this house. National lists say nothing about one hospital. */
  readonly ownStock?: Words;
  readonly reason?: WordsIfKnown;
}

/** The medicine looks different and is the same. */
export interface AppearanceChangeNotice extends MedicineNoticeBase {
  readonly kind: "appearance-change";
  readonly before: MedicineAppearance;
  readonly after: MedicineAppearance;
  /** Active ingredient and strength are as before. Otherwise it is a `strength-change`. */
  readonly sameStrength: true;
}

/** How one tablet or capsule looks. */
export interface MedicineAppearance {
  readonly shape: Words;
  readonly colour: Words;
  /** What is printed on it, or `none`. */
  readonly imprint: string;
  /** The physical size, in millimetres. */
  readonly sizeMm?: number;
}

/** One tablet or measure holds more or less than before. The strength of the product is the new one. */
export interface StrengthChangeNotice extends MedicineNoticeBase {
  readonly kind: "strength-change";
  readonly oldStrength: readonly Amount[];
  /** How many new ones replace how many old ones. The two have to hold the same. */
  readonly replaces: { readonly newCount: number; readonly oldCount: number };
  readonly startsOn: CalendarDate;
}

/** Packs that are not what they say. */
export interface CounterfeitNotice extends ProblemNotice {
  readonly kind: "counterfeit";
  readonly lots: MedicineLots;
  readonly howToTell: Words;
  readonly seenWhere: WordsIfKnown;
  /** Where a suspect pack is reported. */
  readonly report: Contact;
}
