import type { Finding, Outgoing, OutgoingThread } from "../safeguards/safeguard.ts";

/** What made people in Hawaii believe a drill on 13 January 2018, in the languages that core speaks. */
const denials = [
  /\bthis is (?:not|no) (?:a|an) (?:drill|exercise|test)\b/i,
  /\best[oae] no es un (?:simulacro|ejercicio)\b/i,
];

/**
 * An exercise stays among those who practise: it goes only where exercises may go, begins with the word, and never says that it
 * is real. The findings are final.
 */
export function checkExercise({ kind, threads }: Outgoing, allowed: ReadonlySet<string>): readonly Finding[] {
  return kind === "exercise" ? threads.flatMap((thread) => checkThread(thread, allowed)) : [];
}

function checkThread({ channel, language, parts }: OutgoingThread, allowed: ReadonlySet<string>): readonly Finding[] {
  const block = (rule: string, path: string, message: string): Finding => ({
    level: "block",
    rule: `exercise.${rule}`,
    path,
    message,
    channel,
    ...(language !== undefined && { language }),
    final: true,
  });
  const found: Finding[] = [];
  if (!allowed.has(channel))
    found.push(
      block(
        "channel",
        "channels",
        "is not marked for exercises. Leave the channel out, or say exercises: true in its settings.",
      ),
    );
  for (const [index, { text }] of parts.entries()) {
    if (!text.startsWith("EXERCISE"))
      found.push(block("prefix", `parts[${index}].text`, "must begin with EXERCISE: each part can be read alone."));
    if (denials.some((pattern) => pattern.test(text)))
      found.push(block("denial", `parts[${index}].text`, "says that it is no exercise. Take that out."));
  }
  return found;
}
