import type { Subscriber } from "../shared/stream-hub.ts";
import { plain, type SocketSession, type Upgrade, type WireRequest, type WireSocket } from "../shared/wire.ts";
import { isDid } from "./lexicon.ts";
import type { JetstreamEvent, State } from "./state.ts";

/** Where a WebSocket may be opened. */
export const sockets: readonly string[] = ["/subscribe"];

const lookbackUs = 36 * 3_600_000_000;

interface Wanted {
  readonly collections: readonly string[];
  readonly dids: ReadonlySet<string>;
}

/** Jetstream v1 in JSON: https://github.com/bluesky-social/jetstream */
export function upgradeJetstream(state: State, { query }: WireRequest): Upgrade {
  const given = query.get("cursor");
  const cursor = given === null ? undefined : Number(given);
  if (cursor !== undefined && !Number.isInteger(cursor)) return plain(`invalid cursor: ${String(given)}`, 400);
  const wanted = readWanted(query.getAll("wantedCollections"), query.getAll("wantedDids"));
  if (typeof wanted === "string") return plain(wanted, 400);
  return (socket) => open(state, socket, wanted, cursor);
}

function readWanted(collections: readonly string[], dids: readonly string[]): Wanted | string {
  if (collections.length > 100) return "too many wanted collections";
  if (dids.length > 10_000) return "too many wanted DIDs";
  const wrong = collections.find((one) => !/^[a-z][a-zA-Z0-9.-]*(?:\.\*)?$/.test(one));
  if (wrong !== undefined) return `invalid collection: ${wrong}`;
  const wrongDid = dids.find((one) => !isDid(one));
  return wrongDid === undefined ? { collections, dids: new Set(dids) } : `invalid did: ${wrongDid}`;
}

function open(state: State, socket: WireSocket, first: Wanted, cursor: number | undefined): SocketSession {
  let wanted = first;
  const subscriber: Subscriber<JetstreamEvent> = {
    wants: (event) => isWanted(wanted, event),
    send: ({ json }) => {
      socket.send(json());
    },
    sendMalformed: ({ did }) => {
      socket.send(`{"did":"${did}","time_us":`);
    },
    destroy: socket.destroy,
  };
  const nowUs = Math.max(state.now() * 1000, state.events.at(-1)?.timeUs ?? 0);
  // A cursor in the future means: only what comes.
  if (cursor !== undefined && cursor <= nowUs) {
    // An older cursor than is kept is moved up without a word.
    const from = Math.max(cursor, nowUs - lookbackUs);
    for (const event of state.events) if (event.timeUs >= from && isWanted(wanted, event)) subscriber.send(event);
  }
  const leave = state.hub.join(subscriber);
  return {
    message(text) {
      const update = readUpdate(text);
      if (typeof update === "string") socket.close(1008, update);
      else wanted = update;
    },
    closed: leave,
  };
}

/** What is not a commit comes whatever was wanted. */
function isWanted({ collections, dids }: Wanted, { did, collection }: JetstreamEvent): boolean {
  if (collection === undefined) return true;
  if (dids.size > 0 && !dids.has(did)) return false;
  return (
    collections.length === 0 ||
    collections.some((one) => (one.endsWith(".*") ? collection.startsWith(one.slice(0, -1)) : one === collection))
  );
}

function readUpdate(text: string): Wanted | string {
  try {
    const { type, payload } = JSON.parse(text) as {
      readonly type?: unknown;
      readonly payload?: { readonly wantedCollections?: readonly string[]; readonly wantedDids?: readonly string[] };
    };
    if (type !== "options_update") return "unexpected message";
    return readWanted(payload?.wantedCollections ?? [], payload?.wantedDids ?? []);
  } catch {
    return "failed to unmarshal subscriber sourced message";
  }
}
