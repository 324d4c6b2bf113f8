import { parseAlert, type Alert } from "../../models/alert.ts";
import type { Finding } from "../../safeguards/safeguard.ts";
import { readAlertFacts, type AlertFacts } from "./alert-facts.ts";
import { checkActions } from "./check-actions.ts";
import { checkFirstMessage } from "./check-first-message.ts";
import { checkLanguages } from "./check-languages.ts";
import { checkPlainLanguage } from "./check-plain-language.ts";
import { checkWords } from "./check-words.ts";

/**
 * What speaks against sending an alert: facts that differ between its languages, translations that nobody answers for,
 * the principles of CDC's manual for emergencies (CERC), plain language, and words of practice. Rules are `alert.<name>`.
 *
 * Words are read in English and Spanish. In other languages only that is checked which does not depend on words: equal facts,
 * versions, the first message, length of sentences, capital letters, emoji. A hint is a hint: people decide.
 *
 * @throws InvalidPostError for what is no alert, ConfigError naming what of `given` is wrong or unknown.
 */
export function checkAlert(alert: Alert, given: AlertFacts = {}): readonly Finding[] {
  const parsed = parseAlert(alert);
  const facts = readAlertFacts(given);
  return [
    ...checkLanguages(parsed, facts),
    ...checkFirstMessage(parsed, facts),
    ...checkActions(parsed, facts),
    ...checkWords(parsed, facts),
    ...checkPlainLanguage(parsed),
  ];
}
