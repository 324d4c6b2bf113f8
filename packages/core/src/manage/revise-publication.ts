import type { AlertOptions } from "../alerts/alert-post.ts";
import type { Channel } from "../channels.ts";
import { planPost } from "../plan/plan-post.ts";
import { loadParts } from "../publish/load-parts.ts";
import type { Machine } from "../publish/machine.ts";
import { refuseUnfit } from "../publish/refuse-unfit.ts";
import { readContent, type Content } from "../publish/to-post.ts";
import type { Change } from "./change.ts";
import { findLiveThreads } from "./live-deliveries.ts";
import { checkRevision, reviseThread, type Revision } from "./revise.ts";

/**
 * Plans a new content as a publication would be planned, holds it against the live threads, and replaces them.
 *
 * @throws InvalidPostError when it does not fit a channel or would change the number of parts. Nothing changed then.
 */
export async function revisePublication(
  machine: Machine,
  alerts: AlertOptions,
  publicationId: string,
  content: Content,
  channels: readonly Channel[],
  signal: AbortSignal | undefined,
): Promise<readonly Change[]> {
  const { post, overflow } = readContent(content, alerts);
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
  const results = await Promise.all(revisions.map((revision) => reviseThread(machine, revision, loaded.media, signal)));
  signal?.throwIfAborted();
  return results.flat();
}
