import type { Candidate } from "../candidate.ts";
import { matchAt } from "../text/match-at.ts";
import type { View } from "../view.ts";

const host =
  /@[a-z\d\u0080-\uffff](?:[a-z\d\u0080-\uffff-]{0,62})(?:\.[a-z\d\u0080-\uffff][a-z\d\u0080-\uffff-]{0,62}){1,6}/y;
const topLevel = /\.(?:xn--[a-z\d-]{2,}|[a-z\u0080-\uffff]{2,24})$/;
/** RFC 5321, 4.5.3.1.1. */
const longestLocalPart = 64;
/** The head of a message, as it looks when one was copied. */
const messageHead = /^(?:subject|sent|asunto|enviado|betreff|gesendet|objet|envoye|assunto|oggetto):/m;

/** E-mail addresses. A mention with a server, `@name@server.example`, is a name on a network and none. */
export function findEmails({ lower }: View): readonly Candidate[] {
  const found: Candidate[] = [];
  for (let at = lower.indexOf("@"); at >= 0; at = lower.indexOf("@", at + 1)) {
    let start = at;
    while (start > 0 && at - start < longestLocalPart && isLocal(lower.charCodeAt(start - 1))) start -= 1;
    while (lower[start] === "." || lower[start] === "'") start += 1;
    if (start >= at || lower[start - 1] === "@") continue;
    const domain = matchAt(host, lower, at)?.[0];
    if (!domain || !topLevel.test(domain)) continue;
    found.push({ kind: "email", rule: "email.address", start, end: at + domain.length, score: 0.7, most: "warn" });
  }
  if (found.length === 0 || !messageHead.test(lower)) return found;
  return found.map(({ kind, start, end }) => ({ kind, rule: "email.copied-message", start, end, score: 0.9 }));
}

function isLocal(code: number): boolean {
  if ((code >= 97 && code <= 122) || (code >= 48 && code <= 57)) return true;
  // . _ % + - ' & and what lies beyond ASCII
  return (
    code === 46 || code === 95 || code === 37 || code === 43 || code === 45 || code === 39 || code === 38 || code > 127
  );
}
