import { ConfigError } from "@carecast/adapter";

import type { MarkedPost } from "../../publish/to-post.ts";
import type { Finding } from "../../safeguards/safeguard.ts";
import type { PublishOptions } from "../../publish/publish-options.ts";
import { blockedError, listBlocks } from "../../safeguards/blocks.ts";
import type { AlertMessageKind } from "./alert-chain.ts";
import { titlesOf } from "./alert-content.ts";
import {
  chainKind,
  fingerprintMessage,
  lastMessage,
  messageKey,
  messageKind,
  stateOf,
  type StoredChain,
  type StoredKey,
  type StoredMessage,
} from "./chain-documents.ts";
import type { Desk } from "./desk.ts";
import { findChain } from "./find-chain.ts";
import type { AlertCorrection, AlertPublishing, ChangeOptions, CorrectOptions } from "./lifecycle-options.ts";
import { lastExpiry, refuseAlert, type LiveAlert } from "./live-alert.ts";
import { mayReach, readThreads } from "./old-threads.ts";

/** One call of a verb, its alert and its options read. */
export interface Order<Name extends string = string> {
  readonly alert: LiveAlert;
  readonly kind: AlertMessageKind;
  readonly content: MarkedPost;
  readonly correction?: AlertCorrection;
  readonly options: CorrectOptions<Name>;
  /** What `checkAlert` says of it. */
  readonly findings: readonly Finding[];
}

/** A message that is in its chain. */
export interface Begun {
  readonly chainId: string;
  readonly key: string;
}

/**
 * Takes a message into its chain, before anything else is done about it. One that is there already as the last one is gone on
 * with: whoever was interrupted calls the same verb again.
 *
 * @throws InvalidPostError for another message under the same identifier, one that is superseded or has expired, and an alert
 * that is over.
 * @throws BlockedError when a safeguard says no. Nothing was changed then.
 */
export async function beginMessage<Name extends string>(desk: Desk<Name>, order: Order<Name>): Promise<Begun> {
  const { alert, kind, correction, options } = order;
  const { documents, audit } = desk.care;
  const key = await messageKey(alert);
  const fingerprint = await fingerprintMessage(alert, correction);
  refuseOther((await documents.find(messageKind, key))?.value, fingerprint);
  const chainId = kind === "alert" ? key : await findChain(desk, alert);
  const chain = (await documents.find(chainKind, chainId))?.value;
  refuseExpired(desk, order);
  if (chain?.messages.some((message) => message.key === key)) {
    refuseSuperseded(chain, key);
    return { chainId, key };
  }
  if (chain) refuseOver(desk, chain);
  const message = await draftMessage(desk, order, key, chain);
  await judge(desk, order, message);
  const { by, reason } = options;
  await audit.record({ by, action: kind, subject: message.publicationId, reason, facts: { chain: chainId } });
  await documents.update(messageKind, key, (stored) => {
    refuseOther(stored, fingerprint);
    return { chain: chainId, fingerprint };
  });
  await documents.update(chainKind, chainId, (stored = { messages: [] }) => {
    if (stored.messages.some((other) => other.key === key)) return undefined;
    if (stored.messages.length > 0) refuseOver(desk, stored);
    return { ...stored, messages: [...stored.messages, message] };
  });
  return { chainId, key };
}

function refuseOther(stored: StoredKey | undefined, fingerprint: string): void {
  if (stored && stored.fingerprint !== fingerprint)
    throw refuseAlert("identifier", "identifier", "another message has it already. Every message needs its own.");
}

/** What ends an alert may go out at any time. */
function refuseExpired({ clock }: Desk, { alert, kind }: Order): void {
  const expires = lastExpiry(alert);
  if (kind === "cancellation" || kind === "allClear" || expires === undefined) return;
  if (Date.parse(expires) <= clock.now())
    throw refuseAlert("info[0].expires", "expired", "has passed. What has expired is not published again.");
}

/** @throws InvalidPostError when another message came after it, or a person ended the alert. */
export function refuseSuperseded(chain: StoredChain, key: string): void {
  if (lastMessage(chain)?.key !== key)
    throw refuseAlert("identifier", "superseded", "a later message has replaced it. It is not published again.");
  if (chain.end) throw refuseAlert("identifier", "over", "the alert has ended. It is not published again.");
}

function refuseOver({ clock }: Desk, chain: StoredChain): void {
  const state = stateOf(chain, clock.now());
  if (state === "live" || state === "updated") return;
  const words = { cancelled: "was cancelled", allClear: "ended with an all clear", ended: "has ended" } as const;
  throw refuseAlert("references", "over", `the alert ${words[state]}. Issue a new one.`);
}

async function draftMessage<Name extends string>(
  desk: Desk<Name>,
  { alert, kind, content, options }: Order<Name>,
  key: string,
  chain: StoredChain | undefined,
): Promise<StoredMessage> {
  const { identifier, sender, sent } = alert;
  const { nextUpdateAt, pin = false, channels: named } = options;
  const now = desk.clock.now();
  if (nextUpdateAt !== undefined && Date.parse(nextUpdateAt) <= now)
    throw new ConfigError("nextUpdateAt: has passed. Promise a time in the future.", { path: "nextUpdateAt" });
  const all = new Set(desk.care.plan(content).targets.map(({ channel }) => channel));
  const reached = (await readThreads(desk, chain?.messages ?? [])).filter(mayReach).map(({ channel }) => channel);
  // A channel that the application has no longer must not keep the others from hearing of it.
  const known = reached.filter((channel) => all.has(channel));
  const channels = kind === "alert" ? (named ?? [...all]) : [...known, ...(named ?? [])];
  if (channels.length === 0 && (kind === "update" || kind === "correction"))
    throw new ConfigError("channels: no channel has this alert. Name the channels that shall get it.", {
      path: "channels",
    });
  const expires = lastExpiry(alert);
  return {
    key,
    identifier,
    sender,
    sent,
    kind,
    publicationId: `alert-${key}`,
    at: now,
    channels: [...new Set(channels)],
    titles: titlesOf(alert),
    pin,
    done: [],
    ...(expires !== undefined && { expires }),
    ...(nextUpdateAt !== undefined && { nextUpdateAt }),
  };
}

/** What would be refused is refused before the alert that stands is touched; only private data go in any case. */
async function judge<Name extends string>(
  { care }: Desk<Name>,
  { content, options, findings }: Order<Name>,
  { publicationId, channels }: StoredMessage,
): Promise<void> {
  if (options.remove === "private-data") return;
  const reviewed =
    channels.length === 0
      ? []
      : (await care.review(content, publishOptions(options, publicationId, channels))).findings;
  refuseBlocked([...findings, ...reviewed], options);
}

/** @throws BlockedError for what no override sets aside. */
export function refuseBlocked(findings: readonly Finding[], { override }: Pick<AlertPublishing, "override">): void {
  const blocks = listBlocks(findings, override?.rules);
  if (blocks.length > 0) throw blockedError(blocks);
}

/** The options of `care.publish` among those of a verb. */
export function publishOptions<Name extends string>(
  options: AlertPublishing<Name> & Partial<ChangeOptions<Name>>,
  id: string,
  channels: readonly string[],
): PublishOptions<Name> {
  const { approval, override, quorum, fallback, whenUnfit, numbering, signal } = options;
  return {
    id,
    // Stored names are those that this application gave.
    channels: channels as readonly Name[],
    ...(approval !== undefined && { approval }),
    ...(override && { override }),
    ...(quorum && { quorum }),
    ...(fallback && { fallback }),
    ...(whenUnfit && { whenUnfit }),
    ...(numbering !== undefined && { numbering }),
    ...(signal && { signal }),
  };
}
