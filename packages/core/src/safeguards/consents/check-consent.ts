import type { ContentKind } from "../../models/content-kind.ts";
import type { Finding, Outgoing, OutgoingThread, SafeguardContext } from "../safeguard.ts";
import type { ConsentItem, StoredConsent } from "./consent-record.ts";

/** What is about to leave, with its hashes. */
export interface Hashed extends Pick<Outgoing, "safety" | "threads"> {
  readonly kind: ContentKind;
  /** Of kind and all threads: what a consent was given for. */
  readonly hash: string;
  /** In the order of `threads`. */
  readonly threadHashes: readonly string[];
}

/** Everything for which this consent does not stand. `path` is where it is named. */
export function checkConsent(
  consent: StoredConsent,
  path: string,
  outgoing: Hashed,
  { now, moment }: Pick<SafeguardContext, "now" | "moment">,
): readonly Finding[] {
  const found: Finding[] = [];
  const add = (rule: string, message: string, thread?: OutgoingThread): void => {
    found.push(blockConsent(rule, path, message, thread));
  };
  const { purpose } = outgoing.safety;
  if (consent.revoked) add("revoked", "the consent was revoked. Leave the person out.");
  if (now < Date.parse(consent.signedAt)) add("not-yet", "the consent is signed at a later time than now.");
  if (now >= Date.parse(consent.expiresAt)) add("expired", "the consent has expired. Ask the person again.");
  if (consent.turnsAdultAt !== undefined && now >= Date.parse(consent.turnsAdultAt))
    add("ask-again", "somebody signed for a minor who is of age now. Ask the person.");
  if (!fits(consent, outgoing, moment))
    add("other-content", "the consent is for other content. Show the person what has changed, and ask again.");
  if (purpose === undefined || !consent.purposes.some((covered) => covered === purpose))
    add("purpose", "the consent does not cover what this is for. Name a purpose that it covers.");
  for (const thread of outgoing.threads) {
    if (!consent.networks.includes(thread.network))
      add("network", "the consent does not cover this network. Leave the channel out, or ask the person.", thread);
    for (const item of listItems(thread))
      if (!consent.items.includes(item)) add("item", `the consent does not cover ${item}.`, thread);
  }
  return found;
}

export function blockConsent(rule: string, path: string, message: string, thread?: OutgoingThread): Finding {
  return {
    level: "block",
    final: true,
    path,
    rule: `consent.${rule}`,
    message,
    ...(thread && { channel: thread.channel }),
    ...(thread?.language !== undefined && { language: thread.language }),
  };
}

function fits({ content }: StoredConsent, outgoing: Hashed, moment: SafeguardContext["moment"]): boolean {
  if (moment !== "send") return content.hash === outgoing.hash;
  return outgoing.threads.every(({ channel, language }, index) =>
    content.threads.some(
      (thread) =>
        thread.channel === channel && thread.language === language && thread.hash === outgoing.threadHashes[index],
    ),
  );
}

/** What a machine can see of the items. Whether a picture shows a face, or words name an illness, it cannot. */
function listItems({ parts }: OutgoingThread): ReadonlySet<ConsentItem> {
  const items = new Set<ConsentItem>();
  for (const { text, media } of parts) {
    if (text.trim() !== "") items.add("text");
    for (const { kind } of media) items.add(kind === "image" ? "photo" : "video");
  }
  return items;
}
