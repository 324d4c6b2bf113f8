import { hashOutgoing, hashThread } from "../../review/hash-outgoing.ts";
import type { Finding, Outgoing, Safeguard, SafeguardAnswer, SafeguardContext } from "../safeguard.ts";
import { blockConsent, checkConsent, type Hashed } from "./check-consent.ts";
import { consentKind } from "./consent-record.ts";
import { noteUse } from "./consent-use.ts";

/**
 * Lets out what people can be recognised in only while every one of them agrees: stories, and all that names `consents`. Each consent, and
 * those of the `others` that it names, has to be for exactly this content, these networks and this purpose, and to hold at the
 * time of sending. No override sets these rules aside.
 *
 * It cannot see who is in a picture: name the consents of everybody who is.
 */
export function requireConsent(): Safeguard {
  return { name: "consents", check: checkConsents };
}

function checkConsents(outgoing: Outgoing, context: SafeguardContext): SafeguardAnswer {
  const { kind, safety } = outgoing;
  const { consents = [] } = safety;
  if (consents.length > 0) return checkNamed(outgoing, consents, context);
  return kind === "story"
    ? [blockConsent("missing", "consents", "a story needs the consent of whom it is about. Publish with its id.")]
    : [];
}

async function checkNamed(
  { kind, safety, threads, publicationId }: Outgoing,
  consents: readonly string[],
  context: SafeguardContext,
): Promise<readonly Finding[]> {
  const threadHashes = await Promise.all(threads.map(hashThread));
  const hashed = { kind, safety, threads, threadHashes, hash: await hashOutgoing(kind, threadHashes) };
  const walk: Walk = { found: [], seen: new Set() };
  for (const [index, id] of consents.entries()) await visit(walk, id, `consents[${index}]`, hashed, context);
  if (walk.found.length === 0 && context.moment !== "review")
    for (const consent of walk.seen) await noteUse(context.documents, { consent, publication: publicationId });
  return walk.found;
}

interface Walk {
  readonly found: Finding[];
  /** People who are in one picture name each other. */
  readonly seen: Set<string>;
}

async function visit(walk: Walk, id: string, path: string, outgoing: Hashed, context: SafeguardContext): Promise<void> {
  if (walk.seen.has(id)) return;
  walk.seen.add(id);
  const consent = (await context.documents.find(consentKind, id))?.value;
  if (!consent) {
    walk.found.push(blockConsent("unknown", path, "there is no consent of this id. Record it first."));
    return;
  }
  walk.found.push(...checkConsent(consent, path, outgoing, context));
  for (const [index, other] of (consent.others ?? []).entries())
    await visit(walk, other, `${path}.others[${index}]`, outgoing, context);
}
