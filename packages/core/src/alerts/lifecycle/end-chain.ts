import type { AlertChain } from "./alert-chain.ts";
import type { AlertReport } from "./alert-report.ts";
import { callOffMessages } from "./call-off.ts";
import { chainKind, lastMessage, showChain, stateOf, type StoredChain, type StoredEnd } from "./chain-documents.ts";
import type { Desk } from "./desk.ts";
import { findByIdentifier, refuseIdentifier } from "./find-chain.ts";
import type { ExpireOptions } from "./lifecycle-options.ts";
import { mayReach, readThreads } from "./old-threads.ts";
import { postEnding } from "./post-ending.ts";
import { unpinMessages } from "./pins.ts";
import { reportOldPosts } from "./report-old-posts.ts";

/**
 * Ends an alert as its own time would. The same call after a crash goes on with it.
 *
 * @throws ConfigError for an alert that is unknown or over.
 */
export async function expireChain<Name extends string>(
  desk: Desk<Name>,
  identifier: string,
  options: ExpireOptions,
): Promise<AlertReport<Name>> {
  const { care, clock } = desk;
  const found = await findByIdentifier(desk, identifier);
  const last = found && lastMessage(found.chain);
  if (!found || !last) throw refuseIdentifier("no alert that was published from here has it.");
  const end = found.chain.end ?? (await beginEnd(desk, found.id, found.chain, options));
  if (end.by === undefined) throw refuseIdentifier("the alert has ended already.");
  await callOffMessages(desk, found.chain.messages, options);
  options.signal?.throwIfAborted();
  const publication = await postEnding(desk, last, end.channels ?? [], end.at);
  const stillPinned = await unpinMessages(desk, found.chain.messages);
  const chain = (await care.documents.find(chainKind, found.id))?.value ?? found.chain;
  const threads = await readThreads(desk, chain.messages);
  return {
    identifier: last.identifier,
    chain: found.id,
    state: stateOf(chain, clock.now()),
    ...(publication && { publication }),
    findings: [],
    oldPosts: reportOldPosts(threads, { edited: [], stillPinned, older: chain.messages }),
    notPinned: [],
  };
}

/** The decision and its time are stored before anything is done, so that every later call does the same. */
async function beginEnd(desk: Desk, id: string, chain: StoredChain, { by, reason }: ExpireOptions): Promise<StoredEnd> {
  const { care, clock } = desk;
  refuseEnded(chain, clock.now());
  const reached = (await readThreads(desk, chain.messages)).filter(mayReach);
  const channels = [...new Set(reached.map(({ channel }) => channel))];
  await care.audit.record({ by, action: "expire", subject: id, reason });
  const end = { at: clock.now(), by, channels };
  const stored = await care.documents.update(chainKind, id, (current = chain) => {
    if (current.end) return current;
    refuseEnded(current, clock.now());
    return { ...current, end };
  });
  return stored?.end ?? end;
}

function refuseEnded(chain: StoredChain, now: number): void {
  const state = stateOf(chain, now);
  if (state !== "live" && state !== "updated") throw refuseIdentifier(`the alert is over already: ${state}.`);
}

/** What `sweep` found. */
export interface Sweep {
  /** Alerts whose time has come since the last sweep; they are on top of no page any more. */
  readonly ended: readonly AlertChain[];
  /** Alerts whose readers were promised to hear more by now and have not: tell a person. */
  readonly overdue: readonly AlertChain[];
}

export async function sweepChains(desk: Desk): Promise<Sweep> {
  const { care, clock } = desk;
  const now = clock.now();
  const ended: AlertChain[] = [];
  const overdue: AlertChain[] = [];
  for await (const { id, value: chain } of care.documents.list(chainKind)) {
    const { expires, nextUpdateAt } = lastMessage(chain) ?? {};
    const isOver = stateOf(chain, now) !== "live" && stateOf(chain, now) !== "updated";
    if (!isOver && nextUpdateAt !== undefined && Date.parse(nextUpdateAt) <= now)
      overdue.push(showChain(id, chain, now));
    if (chain.end || expires === undefined || Date.parse(expires) > now) continue;
    const failures = await unpinMessages(desk, chain.messages);
    // The next sweep tries again.
    if (failures.some(({ retryable }) => retryable)) continue;
    await care.documents.update(chainKind, id, (current = chain) => ({ end: { at: now }, ...current }));
    ended.push(showChain(id, chain, now));
  }
  return { ended, overdue };
}
