import type { Inbound, ListenContext, ListenQuery } from "@carecast/adapter";
import { mergeSources } from "@carecast/adapter-kit";
import type { Api } from "./api.ts";
import { createPlace, readCursor, type Places } from "./cursor.ts";
import { followJetstream, jetstreamKey, jetstreamOverlapMs } from "./jetstream-source.ts";
import type { ReadOptions } from "./options.ts";
import { followPages, pageOverlapMs } from "./page-source.ts";
import type { AnyPostRecord } from "./post-record.ts";
import { toNotificationSource, toSearchSource, toWanted, type SourceEvent } from "./sources.ts";
import { createToInbound, isAskedFor } from "./to-inbound.ts";
import { toKind } from "./to-feedback.ts";

/**
 * Notifications by polling; posts with a hashtag by searching, or from a Jetstream where one is given, which then
 * brings mentions and replies earlier, too.
 */
export async function* listen(
  api: Api,
  { jetstream, pollEveryMs }: ReadOptions,
  query: ListenQuery,
  outer: ListenContext,
): AsyncGenerator<Inbound> {
  const wanted = toWanted(query);
  const { kinds } = query;
  const overlapOf = (key: string): number => (key === jetstreamKey ? jetstreamOverlapMs : pageOverlapMs);
  const resumed = query.cursor === undefined ? {} : readCursor(query.cursor, overlapOf);
  const startedAtMs = outer.clock.now();
  const leaving = new AbortController();
  const context: ListenContext = { ...outer, signal: AbortSignal.any([outer.signal, leaving.signal]) };
  const places: Places = {};

  /** Where a source begins. In the cursor a source that has not begun yet stands at the start of this run. */
  const begin = (key: string) => {
    const sinceMs = query.since === undefined ? undefined : Date.parse(query.since);
    const place = resumed[key] ?? (sinceMs === undefined ? undefined : createPlace(sinceMs, overlapOf(key)));
    places[key] = place ?? createPlace(startedAtMs, overlapOf(key));
    return { place, onStart: (started: Places[string]) => void (places[key] = started) };
  };

  const searches = wanted.hashtags.map((tag) => toSearchSource(api, tag));
  const pages = [
    ...(wanted.addressed ? [toNotificationSource(api)] : []),
    ...(jetstream === undefined ? searches : []),
  ];
  const events: AsyncIterable<SourceEvent>[] = pages.map((source) =>
    followPages({ source, context, pollEveryMs, ...begin(source.key) }),
  );
  if (jetstream !== undefined) {
    const concerns = (record: AnyPostRecord, ownDid: string): boolean =>
      isAskedFor(toKind({ record }, ownDid), record, wanted, kinds);
    events.push(followJetstream({ api, url: jetstream, context, concerns, searches, ...begin(jetstreamKey) }));
  }

  let toInbound: ReturnType<typeof createToInbound> | undefined;
  for await (const event of mergeSources(events, context.signal, () => {
    leaving.abort();
  })) {
    // The session is there since the first connection.
    toInbound ??= createToInbound({ ownDid: (await api.session(context)).did, kinds, wanted, places });
    const inbound = toInbound(event);
    if (inbound) yield inbound;
  }
}
