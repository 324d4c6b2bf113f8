import { startSandbox, type BlueskyOptions, type BlueskyServer } from "../index.ts";
import { ask, type Answer, type Ask } from "./ask.ts";
import { createStillClock, type StillClock } from "./still-clock.ts";

export interface Tokens {
  readonly accessJwt: string;
  readonly refreshJwt: string;
}

/** A Bluesky of one test, logged in, and short ways to ask it. */
export interface OpenBluesky extends AsyncDisposable {
  readonly server: BlueskyServer;
  readonly clock: StillClock;
  readonly tokens: Tokens;
  logIn(identifier?: string, password?: string): Promise<Answer>;
  /** A query with the session's token, unless `options` has another. */
  get(method: string, params?: Readonly<Record<string, string | readonly string[]>>, options?: Ask): Promise<Answer>;
  /** A procedure with the session's token, unless `options` has another. */
  call(method: string, json?: unknown, options?: Ask): Promise<Answer>;
  /** Writes a record into the own repository: by `createRecord`, unless `method` is another. */
  write(record: unknown, more?: Readonly<Record<string, unknown>>, method?: string): Promise<Answer>;
}

export const createdAt = "2026-08-20T10:00:00.000Z";

export async function openBluesky(options: BlueskyOptions = {}): Promise<OpenBluesky> {
  const clock = createStillClock();
  const sandbox = await startSandbox({ mastodon: 0, bluesky: [options], clock });
  const server = sandbox.bluesky;
  const url = (method: string): string => `${server.service}/xrpc/${method}`;
  const logIn = (identifier = server.identifier, password = server.password): Promise<Answer> =>
    ask(url("com.atproto.server.createSession"), "POST", { json: { identifier, password } });
  const tokens = (await logIn()).json<Tokens>();
  server.requests.clear();
  const call = (method: string, json?: unknown, more: Ask = {}): Promise<Answer> =>
    ask(url(method), "POST", { token: tokens.accessJwt, ...(json === undefined ? {} : { json }), ...more });
  return {
    server,
    clock,
    tokens,
    logIn,
    get(method, params = {}, more = {}) {
      const query = Object.entries(params).flatMap(([name, value]) =>
        [value].flat().map((one) => [name, one] as [string, string]),
      );
      return ask(`${url(method)}?${new URLSearchParams(query).toString()}`, "GET", {
        token: tokens.accessJwt,
        ...more,
      });
    },
    call,
    write: (record, more = {}, method = "createRecord") =>
      call(`com.atproto.repo.${method}`, { repo: server.did, collection: "app.bsky.feed.post", record, ...more }),
    [Symbol.asyncDispose]: () => sandbox.close(),
  };
}
