import type { AlertOptions } from "../alerts/alert-post.ts";
import type { Channel } from "../channels.ts";
import { passGuard } from "../guard/pass-guard.ts";
import { plannedThread } from "../guard/to-outgoing.ts";
import type { PublicationRecord } from "../ledger/records.ts";
import type { ContentKind } from "../models/content-kind.ts";
import { planPost } from "../plan/plan-post.ts";
import { loadParts } from "../publish/load-parts.ts";
import type { Machine } from "../publish/machine.ts";
import { refuseUnfit } from "../publish/refuse-unfit.ts";
import { readContent, type Content } from "../publish/to-post.ts";
import type { Outgoing } from "../safeguards/safeguard.ts";
import type { Change } from "./change.ts";
import { findLiveThreads, refuseUnknownId } from "./live-deliveries.ts";
import type { ReviseOptions } from "./revise-options.ts";
import { checkRevision, reviseThread, type Revision } from "./revise.ts";

/**
 * Plans a new content as a publication would be planned, holds it against the live threads, and replaces them.
 *
 * @throws BlockedError when a safeguard says no. Nothing changed then.
 * @throws InvalidPostError when it does not fit a channel or would change the number of parts. Nothing changed then.
 */
export async function revisePublication(
  machine: Machine,
  alerts: AlertOptions,
  publicationId: string,
  content: Content,
  channels: readonly Channel[],
  options: ReviseOptions,
): Promise<readonly Change[]> {
  const { signal } = options;
  const publication = await refuseUnknownId(machine.ledger, publicationId);
  const { post, kind, overflow } = readContent(content, alerts);
  const threads = await findLiveThreads(
    machine.ledger,
    publicationId,
    channels.map(({ name }) => name),
  );
  const isLong = threads.some(({ length }) => length > 1);
  const planned = planPost(post, channels, { overflow: isLong ? "thread" : overflow, numbering: false });
  const pairs = threads.flatMap((thread) => {
    const target = planned.targets.find(
      ({ channel, language }) => channel === thread[0]?.channel && language === thread[0].language,
    );
    return target ? [{ thread, target }] : [];
  });
  const unfit = pairs.map(({ target }) => target).filter(({ violations }) => violations.length > 0);
  if (unfit.length > 0) throw refuseUnfit(unfit);
  const loaded = await loadParts(
    pairs.map(({ target }) => target),
    machine.channels,
    {
      clock: machine.clock,
      signal,
    },
  );
  const revisions = pairs.map((pair, index): Revision => ({ ...pair, parts: loaded.parts[index] ?? [] }));
  for (const revision of revisions) checkRevision(revision);
  // Plain words in place of an alert are still that alert.
  const guarded = kind === "post" ? publication.kind : kind;
  await passGuard(machine, guarded, options.override, () => writeOutgoing(publication, guarded, revisions, options));
  const results = await Promise.all(revisions.map((revision) => reviseThread(machine, revision, loaded.media, signal)));
  signal?.throwIfAborted();
  return results.flat();
}

/** The safeguards read what shall stand there as they would read a new publication. */
function writeOutgoing(
  { id, priority, safety, replyTo = {} }: PublicationRecord,
  kind: ContentKind,
  revisions: readonly Revision[],
  options: ReviseOptions,
): Outgoing {
  const { approval, consents = safety?.consents, override } = options;
  const threads = revisions.map(({ target, parts }) =>
    plannedThread(target, parts, replyTo[target.channel]?.parent.id),
  );
  return {
    publicationId: id,
    kind,
    priority,
    isReply: Object.keys(replyTo).length > 0,
    // An approval stands for one content: the one of the old content says nothing about the new one.
    safety: {
      ...(consents && { consents }),
      ...(safety?.purpose !== undefined && { purpose: safety.purpose }),
      ...(approval !== undefined && { approval }),
      ...(override && { overridden: override.rules }),
    },
    threads,
  };
}
