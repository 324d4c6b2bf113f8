import { isCarecastError, type Inbound, type ListenContext, type ListenQuery } from "@carecast/adapter";
import { mergeSources, parseBaseUrl } from "@carecast/adapter-kit";
import type { Api } from "./api.ts";
import { readCursor, type Positions } from "./cursor.ts";
import { followSource } from "./follow-source.ts";
import { readField, type Instance } from "./instance.ts";
import { toHttpScheme, type MastodonOptions } from "./options.ts";
import { toSources } from "./sources.ts";
import { createToInbound } from "./to-inbound.ts";

export async function* listen(
  api: Api,
  options: MastodonOptions,
  query: ListenQuery,
  context: ListenContext,
): AsyncGenerator<Inbound> {
  const sources = toSources(query);
  const resumed = query.cursor === undefined ? {} : readCursor(query.cursor);
  const leaving = new AbortController();
  const signal = AbortSignal.any([context.signal, leaving.signal]);
  const positions: Positions = {};
  const since = query.since === undefined ? undefined : `@${query.since}`;
  const startedAt = `@${new Date(context.clock.now()).toISOString()}`;

  const findStreams = shareUntilFailed(async () => {
    await api.ownAccount(signal);
    return options.streamingUrl ?? readStreamingUrl(await knowInstance(api, signal));
  });
  const events = sources.map((source) => {
    const position = resumed[source.key] ?? since;
    positions[source.key] = position ?? startedAt;
    const onStart = (id: string): void => {
      positions[source.key] = id;
    };
    return followSource({
      source,
      http: api.http,
      context: { ...context, signal },
      findStreams,
      position,
      onStart,
    });
  });

  let toInbound: ReturnType<typeof createToInbound> | undefined;
  for await (const event of mergeSources(events, signal, () => {
    leaving.abort();
  })) {
    // Known since the first connection; asking again costs nothing.
    toInbound ??= createToInbound({ ownId: (await api.ownAccount(signal)).id, kinds: query.kinds, positions });
    const inbound = toInbound(event);
    if (inbound) yield inbound;
  }
}

/** Twenty hashtags that connect at the same time need one answer, not twenty. */
function shareUntilFailed<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return () =>
    (answer ??= ask().catch((error: unknown) => {
      answer = undefined;
      throw error;
    }));
}

/** An instance that does not describe itself streams from its own address. */
async function knowInstance(api: Api, signal: AbortSignal): Promise<Instance> {
  try {
    return api.knownInstance() ?? (await api.instance(signal));
  } catch (error) {
    if (!isCarecastError(error) || error.retryable || error.code === "auth") throw error;
    return {};
  }
}

function readStreamingUrl(instance: Instance): string | undefined {
  const url = readField(instance, "configuration.urls.streaming") ?? readField(instance, "urls.streaming_api");
  try {
    return typeof url === "string" ? parseBaseUrl("mastodon", toHttpScheme(url), "streamingUrl") : undefined;
  } catch {
    // The token must not travel in clear text, whatever the instance says.
    return undefined;
  }
}
