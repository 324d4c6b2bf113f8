import type { IsoDateTime, LanguageTag } from "@carecast/adapter";

import type { Contact } from "../words/facts.ts";
import type { Words } from "../words/words.ts";

// The words are those of EDXL-HAVE 1.0 (OASIS), so that a notice can be filled from what agencies exchange anyway.

/** What ambulances are asked. `NotApplicable`: the hospital has no emergency department. */
export type EmsTrafficStatus = "Normal" | "Advisory" | "Closed" | "NotApplicable";
/** The building. `Compromised`: damage, backup power, contamination. `Evacuating`: in part or as a whole. */
export type FacilityStatus = "Normal" | "Compromised" | "Evacuating" | "Closed";
/** `Full`: the resources are exceeded. */
export type ClinicalStatus = "Normal" | "Level1" | "Level2" | "Full";
/** Who gets in. `Elevated`, which HAVE also knows, stays inside the house, and so does every reason. */
export type SecurityStatus = "Normal" | "RestrictedAccess" | "Lockdown" | "Quarantine";
/** The kinds of beds. Isolation and burn beds may be counted in others too, so kinds are never added up. */
export type BedType =
  | "AdultICU"
  | "PediatricICU"
  | "Pediatrics"
  | "MedicalSurgical"
  | "Psychiatric"
  | "Burn"
  | "NegativeFlowIsolation"
  | "OtherIsolation"
  | "OperatingRooms";
/** How many are free, without the number. */
export type BedBand = "available" | "few" | "none";

/** What a hospital tells the public about how busy it is. Facts stand once; words stand in every language. */
export interface CapacityNotice {
  readonly notice: "capacity";
  /** The first one is the language of the post, the others become its variants. */
  readonly languages: readonly LanguageTag[];
  readonly facility: { readonly name: string };
  /** When the facts were true: `LastUpdateTime` of HAVE. */
  readonly asOf: IsoDateTime;
  /** The notice is not sent after it, and says it in every form. */
  readonly validUntil: IsoDateTime;
  readonly emsTraffic: EmsTrafficStatus;
  readonly facilityStatus: FacilityStatus;
  /** Default: nothing is said. `Level1` and `Level2` are told as busy. */
  readonly clinicalStatus?: ClinicalStatus;
  /** Default: nothing is said. */
  readonly securityStatus?: SecurityStatus;
  /** The number that people call in an emergency: `911`, `112`. In every form of the text. */
  readonly emergencyLine: string;
  /** More about it: up to 500 characters, only in the longest form. */
  readonly details?: Words;
  /**
   * What people should do: up to 200 characters, whole in every form. Default: a sentence that fits the status. Needed
   * where the building is compromised, and where it is closed or being emptied without `alternatives`.
   */
  readonly whatToDo?: Words;
  /** What is not available is in every form. */
  readonly services?: readonly CapacityService[];
  readonly beds?: readonly CapacityBeds[];
  /** From arrival to being seen, in minutes. Never a promise, and said so. */
  readonly waitMinutes?: { readonly from: number; readonly to: number };
  /** Where else there is care. Nothing is said of how busy others are: that is theirs to publish. */
  readonly alternatives?: readonly CapacityAlternative[];
  readonly contact?: Contact;
}

/** A service of the hospital: maternity, dialysis. */
export interface CapacityService {
  readonly name: Words;
  readonly available: boolean;
}

/** Beds of one kind. */
export interface CapacityBeds {
  readonly type: BedType;
  readonly band: BedBand;
}

/** Another place of care, with at least one way to find it. */
export interface CapacityAlternative {
  readonly name: string;
  readonly address?: string;
  readonly phone?: string;
  readonly url?: string;
}

/** The status in one word for the public. It decides what is said, and whether a new notice has news. */
export type CapacityState = "open" | "limited" | "busy" | "full" | "ambulances-diverted" | "evacuating" | "closed";

/** The gravest of the states that a notice tells. */
export function capacityState(
  notice: Pick<CapacityNotice, "emsTraffic" | "facilityStatus" | "clinicalStatus" | "services">,
): CapacityState {
  const { emsTraffic, facilityStatus, clinicalStatus = "Normal", services = [] } = notice;
  if (facilityStatus === "Closed") return "closed";
  if (facilityStatus === "Evacuating") return "evacuating";
  if (emsTraffic === "Closed") return "ambulances-diverted";
  if (clinicalStatus === "Full") return "full";
  if (emsTraffic === "Advisory" || clinicalStatus !== "Normal") return "busy";
  return facilityStatus === "Compromised" || services.some(({ available }) => !available) ? "limited" : "open";
}
