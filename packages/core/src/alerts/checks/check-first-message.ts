import type { Alert } from "../../models/alert.ts";
import type { Finding } from "../../safeguards/safeguard.ts";
import type { AlertFacts, FirstMessage } from "./alert-facts.ts";
import { find } from "./finding.ts";

const hourMs = 3_600_000;

/** When people hear of it, and whether the facts behind the first message are complete. */
export function checkFirstMessage(alert: Alert, given: AlertFacts): readonly Finding[] {
  const now = given.now ?? Date.parse(alert.sent);
  const { firstMessage, phase } = given;
  return [
    ...checkDelay(alert, given, now),
    ...(firstMessage ? [...checkFacts(firstMessage), ...checkNextUpdate(firstMessage, now)] : []),
    ...(firstMessage && phase === "initial" ? checkComplete(firstMessage) : []),
  ];
}

function checkDelay(
  { msgType }: Alert,
  { awareAt, holdingTargetMs = hourMs }: AlertFacts,
  now: number,
): readonly Finding[] {
  if (awareAt === undefined || msgType !== "Alert") return [];
  const delayMs = now - Date.parse(awareAt);
  if (delayMs <= holdingTargetMs) return [];
  const minutes = Math.floor(delayMs / 60_000);
  const message = `is late: you have known for ${minutes} minutes. Send what is certain now, and the rest as an update.`;
  return [find("warn", "late", "sent", message)];
}

function checkFacts({ known }: FirstMessage): readonly Finding[] {
  return known.flatMap(({ source, asOf }, index) => {
    const path = `firstMessage.known[${index}]`;
    const findings: Finding[] = [];
    if (source.trim() === "")
      findings.push(
        find(
          "block",
          "fact-without-source",
          `${path}.source`,
          "is missing: say who confirmed it, or leave the fact out.",
        ),
      );
    if (Number.isNaN(Date.parse(asOf)))
      findings.push(find("block", "fact-without-date", `${path}.asOf`, "is no date: say when it was confirmed."));
    return findings;
  });
}

function checkNextUpdate({ nextUpdateAt }: FirstMessage, now: number): readonly Finding[] {
  if (Date.parse(nextUpdateAt) > now) return [];
  return [
    find("block", "next-update-past", "firstMessage.nextUpdateAt", "has passed. Give a time to come, and keep it."),
  ];
}

function checkComplete(message: FirstMessage): readonly Finding[] {
  const blank = (words: string | undefined): boolean => !words?.trim();
  const missing: readonly (readonly [boolean, string, string, string])[] = [
    [blank(message.empathy), "no-empathy", "empathy", "is missing: say that you know what this means for people."],
    [
      message.unknown.every(blank),
      "nothing-unknown",
      "unknown",
      "is empty: say what is not known yet; something always is.",
    ],
    [blank(message.process), "no-process", "process", "is missing: say what you do to find out."],
    [blank(message.commitment), "no-commitment", "commitment", "is missing: say that you will stay with it."],
    [
      blank(message.moreInfo.url) && blank(message.moreInfo.phone),
      "no-more-info",
      "moreInfo",
      "is empty: give an address or a telephone number where people can learn more.",
    ],
  ];
  return missing
    .filter(([isMissing]) => isMissing)
    .map(([, rule, key, text]) => find("warn", rule, `firstMessage.${key}`, text));
}
