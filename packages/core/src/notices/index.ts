// Notices become posts
export { noticeContent } from "./notice-content.ts";
export type { Notice } from "./notice-content.ts";
export type { NoticeOptions, NoticePhrases } from "./notice-options.ts";
export type { CalendarDate, Contact } from "./words/facts.ts";
export type { Words, WordsIfKnown } from "./words/words.ts";

// How busy a hospital is
export { bedBand } from "./capacity/bed-band.ts";
export { capacityState } from "./capacity/capacity-notice.ts";
export type {
  BedBand,
  BedType,
  CapacityAlternative,
  CapacityBeds,
  CapacityNotice,
  CapacityService,
  CapacityState,
  ClinicalStatus,
  EmsTrafficStatus,
  FacilityStatus,
  SecurityStatus,
} from "./capacity/capacity-notice.ts";
export type { CapacityPhrases } from "./capacity/capacity-phrases.ts";
export { capacityPost } from "./capacity/capacity-post.ts";
export { parseCapacityNotice } from "./capacity/capacity-schema.ts";

// What the public has to know about a medicine
export type { Amount, AmountUnit } from "./medicine/amount.ts";
export type {
  AppearanceChangeNotice,
  BanNotice,
  CounterfeitNotice,
  HaltNotice,
  MedicineAppearance,
  MedicineAuthority,
  MedicineLot,
  MedicineLots,
  MedicineNotice,
  MedicineProduct,
  MedicineSource,
  RecallClass,
  RecallNotice,
  ShortageNotice,
  StrengthChangeNotice,
} from "./medicine/medicine-notice.ts";
export type { MedicineLabel, MedicinePhrases } from "./medicine/medicine-phrases.ts";
export type { MedicineKind } from "./medicine/medicine-schema.ts";
export { medicinePost } from "./medicine/medicine-post.ts";
export { parseMedicineNotice } from "./medicine/parse-medicine-notice.ts";

// Records of openFDA, as an aid and never as a trigger
export { crossCheck } from "./openfda/cross-check.ts";
export type { CrossCheck, RecordDifference } from "./openfda/cross-check.ts";
export { draftFromEnforcement, draftFromShortage } from "./openfda/draft.ts";
export type { MedicineDraft, Unfinished } from "./openfda/draft.ts";
export type { RecordDoubt } from "./openfda/read-fields.ts";
