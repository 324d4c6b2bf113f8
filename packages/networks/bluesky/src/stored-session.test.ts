import { inspect } from "node:util";
import { LedgerError, NetworkError, type Adapter, type Json } from "@carecast/adapter";
import { memoryTokenStore } from "@carecast/testing";
import { describe, expect, test } from "vitest";
import {
  context,
  did,
  nowMs,
  password,
  refuse,
  scriptedAdapter,
  service,
  toSessionJson,
  tokenOf,
  type Answer,
} from "../test/scripted-network.ts";
import type { BlueskyOptions } from "./index.ts";

const login = "com.atproto.server.createSession";
const refresh = "com.atproto.server.refreshSession";
const end = "com.atproto.server.deleteSession";
const read = "com.atproto.server.getSession";
const list = "app.bsky.notification.listNotifications";

const account: Answer = () => ({ json: { did, handle: "clinic.example.org" } });
/** Refuses these tokens, and takes all others. */
const expired =
  (...tokens: readonly string[]): Answer =>
  (request, times) =>
    tokens.includes(tokenOf(request) ?? "") ? refuse(400, "ExpiredToken")(request, times) : account(request, times);
const almostOver = 7_141_000;

/** One network, one store, and as many processes as a test wants. */
function world(answers: Readonly<Record<string, Answer>> = {}) {
  const { network } = scriptedAdapter({ [read]: account, ...answers });
  const tokens = memoryTokenStore();
  const start = (options: Partial<BlueskyOptions> = {}): Adapter =>
    scriptedAdapter({}, { transport: network, ...options }).adapter;
  const at = (ms: number) => ({ ...context, tokens, clock: { ...context.clock, now: () => nowMs + ms } });
  const ask = async (adapter: Adapter, ms = 0): Promise<string | undefined> => {
    expect(await adapter.check!(at(ms))).toMatchObject({ ready: true });
    return tokenOf(network.requests.findLast(({ name }) => name === read)!);
  };
  return { network, tokens, start, at, ask };
}

describe("with a token store", () => {
  test("the next process goes on with the session of the last one", async () => {
    const { network, start, ask } = world();
    await ask(start());
    expect(await ask(start())).toBe("access-first0");
    expect(network.names()).toEqual([login, read, read]);
  });

  test("of many processes that start at the same time one logs in", async () => {
    const { network, start, ask } = world();
    await Promise.all(Array.from({ length: 12 }, () => ask(start())));
    expect(network.names().filter((name) => name === login)).toHaveLength(1);
  });

  test("what is stored is plain JSON and holds no password, also when the token does not say how long it lives", async () => {
    const { network, tokens, start, ask } = world({
      [login]: () => ({ json: { accessJwt: "access-opaque", refreshJwt: "refresh-opaque", did } }),
    });
    await ask(start());
    expect(JSON.parse(JSON.stringify(tokens.written))).toStrictEqual(tokens.written);
    expect(inspect(tokens.written, { depth: 9 })).not.toContain(password);
    expect(await ask(start(), 90 * 86_400_000)).toBe("Bearer access-opaque");
    expect(network.names()).toEqual([login, read, read]);
  });

  test("of many processes whose session is about to end one renews it, and the others take that", async () => {
    const { network, start, ask } = world();
    const processes = [start(), start(), start()];
    for (const process of processes) await ask(process);
    await Promise.all(processes.map((process) => ask(process, almostOver)));
    expect(network.names().filter((name) => name === refresh)).toHaveLength(1);
    for (const process of processes) expect(await ask(process, almostOver)).toBe("access-next0");
    expect(network.names().filter((name) => name === login)).toHaveLength(1);
  });

  test("a session that was about to end when the process began is renewed, not replaced by a login", async () => {
    const { network, start, ask } = world();
    await ask(start());
    expect(await ask(start(), almostOver)).toBe("access-next0");
    expect(network.names()).toEqual([login, read, refresh, read]);
  });

  test("what another process has stored is renewed, not our older one, when it is about to end, too", async () => {
    const { network, start, ask } = world();
    const [one, other] = [start(), start()];
    await ask(one);
    await ask(other);
    await ask(one, almostOver);
    expect(await ask(other, 2 * almostOver)).toBe("access-next1");
    expect(network.requests.filter(({ name }) => name === refresh).map(tokenOf)).toEqual([
      "refresh-first0",
      "refresh-next0",
    ]);
  });

  test("who is refused takes the session that another process has stored meanwhile", async () => {
    let dead: readonly string[] = [];
    const { network, start, ask } = world({ [read]: (request, times) => expired(...dead)(request, times) });
    const [one, other] = [start(), start()];
    await ask(one);
    await ask(other);
    dead = ["access-first0"];
    expect(await ask(one)).toBe("access-next0");
    expect(await ask(other)).toBe("access-next0");
    expect(network.names()).toEqual([login, read, read, read, refresh, read, read, read]);
  });

  test("who is refused with an old session, and then with the stored one, renews that", async () => {
    let dead: readonly string[] = [];
    const { network, start, ask } = world({ [read]: (request, times) => expired(...dead)(request, times) });
    const [one, other] = [start(), start()];
    await ask(one);
    await ask(other);
    dead = ["access-first0"];
    await ask(one);
    dead = ["access-first0", "access-next0"];
    expect(await ask(other)).toBe("access-next1");
    expect(network.names()).toEqual([login, read, read, read, refresh, read, read, read, refresh, read]);
    expect(network.requests.filter(({ name }) => name === refresh).map(tokenOf)).toEqual([
      "refresh-first0",
      "refresh-next0",
    ]);
  });

  test("a request is not sent for ever to a server that refuses every session", async () => {
    const { network, start, at } = world({ [read]: refuse(400, "ExpiredToken") });
    expect(await start().check!(at(0))).toMatchObject({ ready: false });
    expect(await start().check!(at(0))).toMatchObject({ ready: false });
    expect(network.names()).toEqual([login, read, refresh, read, read, refresh, read]);
  });

  test("a session that the server no longer renews is replaced by one login for all", async () => {
    const { network, start, ask } = world({
      [read]: expired("access-first0"),
      [refresh]: refuse(401, "AuthenticationRequired"),
    });
    const processes = [start(), start(), start()];
    await Promise.all(processes.map((process) => ask(process)));
    expect(network.names().filter((name) => name === refresh)).toHaveLength(1);
    expect(network.names().filter((name) => name === login)).toHaveLength(2);
  });

  test.each([
    ["a connection that breaks", new NetworkError("No answer.")],
    ["a ledger that fails", new LedgerError("The disk is full.")],
  ])("%s while a session is renewed ends none", async (_what, failure) => {
    let isOver = false;
    const { network, tokens, start, at, ask } = world({
      [read]: (request, times) => (isOver ? expired("access-first0") : account)(request, times),
    });
    const process = start();
    await ask(process);
    tokens.fail(failure);
    expect(await ask(process, almostOver)).toBe("access-first0");
    isOver = true;
    await expect(process.check!(at(almostOver))).rejects.toBe(failure);
    expect(tokens.written).toHaveLength(1);
    tokens.fail(undefined);
    expect(await ask(process, almostOver)).toBe("access-next0");
    expect(network.names().filter((name) => name === login)).toHaveLength(1);
  });

  test("an answer that is lost while a session is renewed leaves the old one stored", async () => {
    let isBroken = true;
    const { network, tokens, start, ask } = world({
      [refresh]: () => {
        if (isBroken) throw new NetworkError("No answer.", { outcome: "unknown" });
        return { json: toSessionJson("next") };
      },
    });
    const process = start();
    await ask(process);
    expect(await ask(process, almostOver)).toBe("access-first0");
    expect(tokens.written).toHaveLength(1);
    isBroken = false;
    expect(await ask(start(), almostOver)).toBe("access-next");
    expect(network.names().filter((name) => name === login)).toHaveLength(1);
  });

  test.each<[string, Partial<BlueskyOptions>]>([
    ["account", { identifier: "harbour.example.org" }],
    ["service", { service: "https://other.example.org" }],
  ])("the session of another %s is left alone, and replaced by a login", async (_what, options) => {
    const { network, tokens, start, ask } = world();
    await ask(start());
    expect(await ask(start(options))).toBe("access-first1");
    expect(network.requests.at(-1)?.origin).toBe(options.service ?? service);
    expect(await ask(start(options))).toBe("access-first1");
    expect(network.names()).toEqual([login, read, login, read, read]);
    expect(tokens.written).toHaveLength(2);
  });

  test.each<[string, Json]>([
    ["nothing", null],
    ["a text", "token"],
    ["half a session", { service, identifier: "clinic.example.org", did, accessToken: "planted" }],
  ])("%s in the store is no session", async (_what, json) => {
    const { network, tokens, start, ask } = world();
    await tokens.renew(async () => json);
    expect(await ask(start())).toBe("access-first0");
    expect(network.names()).toEqual([login, read]);
  });

  test("the password is not asked for while a stored session lives", async () => {
    const { start, ask } = world();
    await ask(start());
    let asked = 0;
    await ask(
      start({
        password: () => {
          asked += 1;
          return password;
        },
      }),
    );
    expect(asked).toBe(0);
  });

  test("closing leaves the session to the others", async () => {
    const { network, start, ask } = world();
    const process = start();
    await ask(process);
    await process.close!();
    expect(network.names()).not.toContain(end);
    expect(await ask(start())).toBe("access-first0");
  });

  test("a call that brings no store renews the session in the one that others brought", async () => {
    const { network, tokens, start, at, ask } = world({ [list]: () => ({ json: { notifications: [] } }) });
    const process = start();
    await ask(process);
    const { tokens: _none, ...bare } = at(almostOver);
    expect(await process.check!(bare)).toMatchObject({ ready: true });
    expect(tokens.written).toHaveLength(2);
    expect(await ask(start(), almostOver)).toBe("access-next0");
    await process.close!();
    expect(network.names()).toEqual([login, read, refresh, read, read]);
  });

  test("listening finds the stored session, too", async () => {
    const { network, start, at, ask } = world({ [list]: () => ({ json: { notifications: [] } }) });
    await ask(start());
    const controller = new AbortController();
    const { tokens, clock } = at(0);
    const connected = Promise.withResolvers<void>();
    const report = (): void => connected.resolve();
    const sleep = (_ms: number, signal?: AbortSignal): Promise<void> =>
      new Promise((_resolve, reject) =>
        signal?.addEventListener("abort", () => reject(signal.reason as Error), { once: true }),
      );
    const items = start().listen!({}, { clock: { ...clock, sleep }, signal: controller.signal, report, tokens });
    const heard = items[Symbol.asyncIterator]().next();
    await connected.promise;
    controller.abort();
    await heard.catch(() => undefined);
    expect(network.names()).toEqual([login, read, list]);
  });

  test("who aborts does not wait for the turn of another process, and a login that nobody waits for is not made", async () => {
    const { network, tokens, start, at, ask } = world();
    const turn = Promise.withResolvers<Json>();
    const elsewhere = tokens.renew(() => turn.promise);
    const controller = new AbortController();
    const process = start();
    const left = process.check!({ ...at(0), signal: controller.signal });
    await new Promise((resolve) => setImmediate(resolve));
    controller.abort("gone");
    await expect(left).rejects.toBe("gone");
    turn.resolve(null);
    await elsewhere;
    expect(network.names()).toEqual([]);
    expect(await ask(process)).toBe("access-first0");
    expect(network.names()).toEqual([login, read]);
  });
});
