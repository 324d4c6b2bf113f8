import type { Alert, AlertInfo, AlertResponseType } from "../../models/alert.ts";
import type { Finding } from "../../safeguards/safeguard.ts";
import { foldSentences } from "../../wording/fold.ts";
import { primaryOf, saysOneOf } from "../../wording/word-rule.ts";
import type { AlertFacts } from "./alert-facts.ts";
import { startsWithAction, startsWithPrefix } from "./action-verbs.ts";
import { languageOf } from "./alert-texts.ts";
import { find } from "./finding.ts";
import { noActionPatterns } from "./word-rules.ts";

/** For these there are fixed words that say what to do; the others tell nobody anything. */
const spoken: readonly AlertResponseType[] = ["Shelter", "Evacuate", "Prepare", "Avoid", "Monitor", "AllClear", "None"];

/** Whether people learn what to do: one to three actions, each of which begins with what to do. */
export function checkActions(alert: Alert, { firstMessage }: AlertFacts): readonly Finding[] {
  if (alert.msgType === "Ack" || alert.msgType === "Error") return [];
  const findings = alert.info.flatMap((info, index) => checkInstruction(alert, info, `info[${index}].instruction`));
  if (!firstMessage) return findings;
  const { length } = firstMessage.actions.filter((action) => action.do.trim() !== "");
  if (length === 0 && !alert.info.some(needsNoAction)) findings.push(noAction("firstMessage.actions"));
  if (length > 3) findings.push(tooMany("firstMessage.actions"));
  const language = alert.info[0] ? languageOf(alert.info[0]) : "en-US";
  firstMessage.actions.forEach((action, index) => {
    if (action.do.trim() !== "" && startsWithAction(action.do, language) === false)
      findings.push(verbFirst(`firstMessage.actions[${index}].do`));
  });
  return findings;
}

function needsNoAction(info: AlertInfo): boolean {
  const said = foldSentences(`${info.instruction ?? ""}\n${info.description ?? ""}`);
  return (
    info.responseType?.some((type) => type === "None" || type === "AllClear") === true ||
    saysOneOf(said, noActionPatterns, languageOf(info))
  );
}

function checkInstruction({ msgType }: Alert, info: AlertInfo, path: string): Finding[] {
  const { instruction, responseType = [] } = info;
  if (needsNoAction(info)) return [];
  if (!instruction?.trim())
    return msgType === "Cancel" || responseType.some((type) => spoken.includes(type)) ? [] : [noAction(path)];
  const language = languageOf(info);
  if (!["en", "es"].includes(primaryOf(language))) return [];
  const sentences = foldSentences(instruction);
  const actions = sentences.filter((sentence) => startsWithAction(sentence, language) === true);
  if (startsWithAction(sentences[0] ?? "", language) === false) return [verbFirst(path)];
  if (sentences.every((sentence) => startsWithPrefix(sentence, language)))
    return [find("warn", "only-negative", path, "says only what not to do. Say what to do instead.")];
  return actions.length > 3 ? [tooMany(path)] : [];
}

function noAction(path: string): Finding {
  return find("block", "no-action", path, "is missing: say what to do, or say that no action is needed.");
}

function tooMany(path: string): Finding {
  return find("warn", "many-actions", path, "asks for more than three things. Keep the three that matter most now.");
}

function verbFirst(path: string): Finding {
  return find("warn", "verb-first", path, "does not begin with what to do. Put the verb first, such as boil or stay.");
}
