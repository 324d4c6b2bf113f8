import * as z from "zod/mini";

import { parseOptions } from "../../../models/parse.ts";
import type { Finding, Outgoing, OutgoingThread, Safeguard } from "../../safeguard.ts";
import { rememberLast, type Remember } from "../remember-last.ts";
import { joinTexts } from "../text/join-texts.ts";
import { textsOfParts } from "../texts-of-parts.ts";
import { checkReply } from "./check-reply.ts";
import { describeReply } from "./describe-reply.ts";

export interface ReplyGuardOptions {
  /**
   * Finds the names in the comment that is answered, of the writer and of others: none of them may be repeated. The id of the
   * publication says which answer it is. Danger: what it throws stops the publication. Default: no names are known.
   */
  readonly names?: (publicationId: string) => readonly string[] | Promise<readonly string[]>;
}

const optionsSchema = z.strictObject({
  names: z.optional(z.custom<() => []>((value) => typeof value === "function", "must be a function.")),
});

/**
 * The safeguard that keeps public answers from confirming or denying that somebody is or was a patient, a visitor or a relative
 * of one (45 CFR 164.502(a)). It reads publications of the kind `reply`, and posts that answer a post; nothing else. Rules are
 * named `replies.<rule>`, such as `replies.your-care`. English and Spanish.
 *
 * It finds hints and certifies nothing: the safe answer is the same for everyone.
 *
 * @throws ConfigError naming an option that is wrong or unknown.
 */
export function guardReplies(options: ReplyGuardOptions = {}): Safeguard {
  const { names } = parseOptions<ReplyGuardOptions>("guardReplies", optionsSchema, options);
  const remember = rememberLast<readonly Finding[]>();
  const read = (outgoing: Outgoing, known: readonly string[]): readonly Finding[] =>
    outgoing.threads.flatMap((thread) => {
      const { channel, language } = thread;
      const where = language === undefined ? { channel } : { channel, language };
      return readThread(thread, known, remember).map((finding) => ({ ...finding, ...where }));
    });
  return {
    name: "replies",
    check(outgoing) {
      if (!isAnswer(outgoing)) return [];
      if (!names) return read(outgoing, []);
      return Promise.resolve(names(outgoing.publicationId)).then((known) => read(outgoing, known));
    },
  };
}

function isAnswer({ kind, isReply }: Outgoing): boolean {
  return kind === "reply" || (kind === "post" && isReply);
}

function readThread(
  { parts }: OutgoingThread,
  names: readonly string[],
  remember: Remember<readonly Finding[]>,
): readonly Finding[] {
  const texts = textsOfParts(parts);
  return remember(JSON.stringify(names), texts, () =>
    joinTexts(texts, " ").flatMap(({ text, locate }) =>
      checkReply(text, { names }).map((found) => {
        const { rule, level } = found;
        // A phrase may go on in the next part; it is told where it begins.
        return { rule: `replies.${rule}`, level, ...locate(found)[0]!, message: describeReply(rule) };
      }),
    ),
  );
}
