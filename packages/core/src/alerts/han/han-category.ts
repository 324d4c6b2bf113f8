import type {
  Alert,
  AlertMessageType,
  AlertReference,
  AlertResponseType,
  AlertSeverity,
  AlertUrgency,
} from "../../models/alert.ts";

/** The categories of messages of the Health Alert Network of the CDC, the most urgent first. */
export const hanCategories = ["HealthAlert", "HealthAdvisory", "HealthUpdate", "InfoService"] as const;
export type HanCategory = (typeof hanCategories)[number];

/** A proposal for the CAP words of a message. */
export interface HanDefaults {
  readonly msgType: AlertMessageType;
  readonly urgency: AlertUrgency;
  readonly severity: AlertSeverity;
  readonly responseType?: readonly AlertResponseType[];
}

/**
 * CAP words to begin with for a message of a category; there is no official table, so a person decides. A Health Update
 * is an `Update` only where it follows another message.
 */
export function hanDefaults(category: HanCategory, references: readonly AlertReference[] = []): HanDefaults {
  switch (category) {
    case "HealthAlert":
      return { msgType: "Alert", urgency: "Immediate", severity: "Severe" };
    case "HealthAdvisory":
      return { msgType: "Alert", urgency: "Expected", severity: "Moderate" };
    case "HealthUpdate":
      return { msgType: references.length > 0 ? "Update" : "Alert", urgency: "Future", severity: "Minor" };
    case "InfoService":
      return { msgType: "Alert", urgency: "Unknown", severity: "Minor", responseType: ["None"] };
  }
}

const prefix = "HAN:";
const isHanCode = (code: string): boolean => code.trim().toUpperCase().startsWith(prefix);

/**
 * The alert with its category as `code`, `HAN:HealthAlert`, in place of any it had. CAP has no element for it; this is
 * Carecast's own convention.
 */
export function withHanCategory(alert: Alert, category: HanCategory): Alert {
  const others = alert.code?.filter((code) => !isHanCode(code)) ?? [];
  return { ...alert, code: [...others, prefix + category] };
}

/**
 * The category that an alert names in `code`, in any letter case. It is never guessed from the urgency: a Health Update
 * can be about something urgent. `undefined` where none is named, or more than one.
 */
export function hanCategoryOf(alert: Alert): HanCategory | undefined {
  const named = (alert.code ?? [])
    .filter(isHanCode)
    .map((code) => code.trim().slice(prefix.length).replace(/\s/g, "").toLowerCase());
  const [only, ...others] = new Set(named);
  return others.length > 0 ? undefined : hanCategories.find((category) => category.toLowerCase() === only);
}
