import type { LanguageTag } from "@carecast/adapter";

import type {
  AlertCategory,
  AlertCertainty,
  AlertResponseType,
  AlertSeverity,
  AlertUrgency,
} from "../../models/alert.ts";

/**
 * A message that was written, translated and approved before anything happened, with everything that can follow it. In
 * its texts a word in braces, such as `{place}`, stands for a value.
 */
export interface AlertTemplate {
  /** A name for programs and lists: `boil-water`. */
  readonly name: string;
  readonly languages: readonly LanguageTag[];
  /** What has to be filled in, by the name in the braces. */
  readonly placeholders: Readonly<Record<string, TemplatePlaceholder>>;
  /** The same in every language. */
  readonly category: readonly AlertCategory[];
  readonly urgency: AlertUrgency;
  readonly severity: AlertSeverity;
  readonly certainty: AlertCertainty;
  readonly responseType?: readonly AlertResponseType[];
  readonly alert: Readonly<Record<LanguageTag, TemplateAlertTexts>>;
  /** What holds now. What was wrong and what is right is not in it: `alerts.correct` writes that under the headline. */
  readonly correction: Readonly<Record<LanguageTag, TemplateTexts>>;
  /** The alert was wrong, or is withdrawn. */
  readonly cancel: Readonly<Record<LanguageTag, TemplateTexts>>;
  /** The danger has passed. */
  readonly allClear: Readonly<Record<LanguageTag, TemplateTexts>>;
}

/** One value of a template. */
export interface TemplatePlaceholder {
  /**
   * `words`: words in every language, with the same numbers in each. `text`: the same in every language, such as a name.
   * `time`: an instant, which is written as each language writes it. `phone` and `url`: what they say.
   */
  readonly kind: "words" | "text" | "time" | "phone" | "url";
  /** What to give, for the person who fills it in. */
  readonly about: string;
}

/** The words of a message that follows the alert. The rest stays as it was. */
export interface TemplateTexts {
  readonly headline: string;
  readonly description: string;
  readonly instruction: string;
}

/** The words of the alert. */
export interface TemplateAlertTexts extends TemplateTexts {
  readonly event: string;
  readonly senderName: string;
  /** The place, as `areaDesc`. */
  readonly area: string;
  readonly audience?: string;
  readonly web?: string;
  readonly contact?: string;
}
