import { inspect } from "node:util";
import { NetworkError } from "@carecast/adapter";
import { describe, expect, test } from "vitest";
import {
  context,
  did,
  nowMs,
  password,
  refuse,
  scriptedAdapter,
  scriptRepo,
  toPart,
  toSessionJson,
  tokenOf,
  words,
  type Answer,
} from "../test/scripted-network.ts";

const login = "com.atproto.server.createSession";
const refresh = "com.atproto.server.refreshSession";
const read = "com.atproto.server.getSession";
const put = "com.atproto.repo.putRecord";

const account: Answer = () => ({ json: { did, handle: "clinic.example.org" } });
/** Refuses the tokens of the first login, and takes all others. */
const expireFirst: Answer = (request, times) =>
  tokenOf(request) === "access-first0" ? refuse(400, "ExpiredToken")(request, times) : account(request, times);
const fail: Answer = () => {
  throw new NetworkError("No answer.", { outcome: "unknown" });
};
const later = (ms: number) => ({ ...context, clock: { ...context.clock, now: () => nowMs + ms } });

describe("logging in", () => {
  test("happens once, however many calls come at the same time", async () => {
    const { adapter, network } = scriptedAdapter({ [read]: account });
    await Promise.all([adapter.check!(context), adapter.check!(context), adapter.check!(context)]);
    await adapter.check!(context);
    expect(network.names().filter((name) => name === login)).toHaveLength(1);
  });

  test("sends the password to the service, and afterwards only the token", async () => {
    const { adapter, network } = scriptedAdapter({ [read]: account });
    await adapter.check!(context);
    expect(network.requests[0]?.json).toEqual({ identifier: "clinic.example.org", password });
    expect(inspect(network.requests.slice(1), { depth: 9 })).not.toContain(password);
  });

  test("asks for the password each time, so that a new one is picked up without a restart", async () => {
    let current = "old";
    const { adapter, network } = scriptedAdapter(
      {
        [login]: ({ json }) =>
          (json as { password: string }).password === "new"
            ? { json: toSessionJson("x") }
            : { status: 401, json: { error: "AuthenticationRequired" } },
        [read]: account,
      },
      { password: () => Promise.resolve(current) },
    );
    expect((await adapter.check!(context)).ready).toBe(false);
    current = "new";
    expect((await adapter.check!(context)).ready).toBe(true);
    expect(network.names()).toEqual([login, login, read]);
  });

  test("does not try a refused password again for five minutes, because logins are counted", async () => {
    const { adapter, network } = scriptedAdapter({ [login]: refuse(401, "AuthenticationRequired") });
    for (const ms of [0, 1_000, 299_000]) await adapter.check!(later(ms));
    expect(network.names()).toEqual([login]);
    await adapter.check!(later(300_000));
    expect(network.names()).toEqual([login, login]);
  });

  test("who aborts leaves alone, and the login goes on for the others", async () => {
    const answered = Promise.withResolvers<void>();
    const { adapter } = scriptedAdapter({
      [login]: async () => {
        await answered.promise;
        return { json: toSessionJson("x") };
      },
      [read]: account,
    });
    const controller = new AbortController();
    const left = adapter.check!({ ...context, signal: controller.signal });
    const stayed = adapter.check!(context);
    controller.abort("gone");
    await expect(left).rejects.toBe("gone");
    answered.resolve();
    expect((await stayed).ready).toBe(true);
  });

  test("when the last one has left, the login itself is aborted, and the next call logs in anew", async () => {
    let signal: AbortSignal | undefined;
    const { adapter, network } = scriptedAdapter({ [read]: account });
    const send = network.send.bind(network);
    network.send = (request) => {
      signal ??= request.signal;
      return request.signal === signal ? new Promise(() => {}) : send(request);
    };
    const controller = new AbortController();
    const left = adapter.check!({ ...context, signal: controller.signal });
    await new Promise((resolve) => setImmediate(resolve));
    controller.abort("gone");
    await expect(left).rejects.toBe("gone");
    expect(signal?.aborted).toBe(true);
    expect((await adapter.check!(context)).ready).toBe(true);
  });
});

describe("an expired token", () => {
  test("is renewed once for all who met it, and their requests are replayed once", async () => {
    const { adapter, network } = scriptedAdapter({ [read]: expireFirst });
    await Promise.all([adapter.check!(context), adapter.check!(context)]);
    expect(network.names().toSorted()).toEqual([login, refresh, read, read, read, read].toSorted());
  });

  test("replays the request that publishes: the server had refused it", async () => {
    const repo = scriptRepo();
    const store = repo.answers[put]!;
    const { adapter, network } = scriptedAdapter({
      ...repo.answers,
      [put]: (request, times) => (times === 0 ? refuse(400, "ExpiredToken")(request, times) : store(request, times)),
    });
    const draft = await adapter.prepare(toPart(), context);
    await adapter.publish(draft, context);
    expect(network.names()).toEqual([login, put, refresh, put]);
    const [first, second] = network.requests.filter(({ name }) => name === put);
    expect(second?.body).toBe(first?.body);
  });

  test("is not renewed a second time for the same request", async () => {
    const { adapter, network } = scriptedAdapter({ [read]: refuse(400, "ExpiredToken") });
    expect(await adapter.check!(context)).toMatchObject({ ready: false });
    expect(network.names()).toEqual([login, read, refresh, read]);
  });

  test("is renewed a minute before its end, by our own clock", async () => {
    const { adapter, network } = scriptedAdapter({ [read]: account });
    await adapter.check!(context);
    await adapter.check!(later(7_139_000));
    expect(network.names()).toEqual([login, read, read]);
    await adapter.check!(later(7_141_000));
    expect(network.names()).toEqual([login, read, read, refresh, read]);
    expect(tokenOf(network.requests.at(-1)!)).toBe("access-next0");
    expect(tokenOf(network.requests.at(-2)!)).toBe("refresh-first0");
  });

  test("whose renewal ahead of time fails is used until the server refuses it", async () => {
    const { adapter, network } = scriptedAdapter({ [read]: account, [refresh]: refuse(429, "RateLimitExceeded") });
    await adapter.check!(context);
    expect((await adapter.check!(later(7_141_000))).ready).toBe(true);
    expect((await adapter.check!(later(7_142_000))).ready).toBe(true);
    expect(network.names()).toEqual([login, read, refresh, read, read]);
  });
});

describe("a session", () => {
  test("that cannot be renewed is replaced by one new login", async () => {
    const { adapter, network } = scriptedAdapter({
      [read]: expireFirst,
      [refresh]: refuse(401, "AuthenticationRequired"),
    });
    expect((await adapter.check!(context)).ready).toBe(true);
    expect(network.names()).toEqual([login, read, refresh, login, read]);
  });

  test("survives a connection that breaks while it is renewed", async () => {
    let broken = true;
    const { adapter, network } = scriptedAdapter({
      [read]: expireFirst,
      [refresh]: (request, times) => (broken ? fail(request, times) : { json: toSessionJson("next") }),
    });
    await expect(adapter.check!(context)).rejects.toMatchObject({ code: "network", outcome: "not-sent" });
    broken = false;
    expect((await adapter.check!(context)).ready).toBe(true);
    expect(network.names().filter((name) => name === login)).toHaveLength(1);
  });

  test("of an account that was taken down ends with auth", async () => {
    const { adapter } = scriptedAdapter({
      [login]: (request, times) =>
        times === 0 ? { json: toSessionJson("first0") } : refuse(401, "AccountTakedown")(request, times),
      [refresh]: refuse(401, "AccountTakedown"),
      [put]: refuse(400, "ExpiredToken"),
    });
    const draft = await adapter.prepare(toPart(), context);
    await expect(adapter.publish(draft, context)).rejects.toMatchObject({
      code: "auth",
      platformCode: "AccountTakedown",
      outcome: "not-sent",
    });
  });

  test("is ended on the server when the adapter is closed, and a failure of that is nobody's problem", async () => {
    const { adapter, network } = scriptedAdapter({ [read]: account, "com.atproto.server.deleteSession": fail });
    await adapter.close!();
    expect(network.names()).toEqual([]);
    await adapter.check!(context);
    await adapter.close!();
    expect(tokenOf(network.requests.at(-1)!)).toBe("refresh-first0");
  });
});

describe("the account's own server", () => {
  const didDoc = (serviceEndpoint: string, id = "#atproto_pds") => ({
    didDoc: { id: did, service: [{ id, type: "AtprotoPersonalDataServer", serviceEndpoint }] },
  });

  /** What stands in the DID document, where the token goes. */
  const vectors: readonly (readonly [string, string])[] = [
    ["https://morel.host.example.org", "https://morel.host.example.org"],
    ["https://morel.host.example.org/", "https://morel.host.example.org"],
    ["http://morel.host.example.org", "https://pds.example.org"],
    ["http://localhost:2583", "https://pds.example.org"],
    ["https://user:secret@morel.host.example.org", "https://pds.example.org"],
    ["no address", "https://pds.example.org"],
  ];
  test.each(vectors)("is %s: requests go to %s", async (endpoint, origin) => {
    const { adapter, network } = scriptedAdapter({
      [login]: () => ({ json: toSessionJson("x", didDoc(endpoint)) }),
      [read]: account,
    });
    await adapter.check!(context);
    expect(network.requests.map((request) => request.origin)).toEqual(["https://pds.example.org", origin]);
  });

  test("is found by its full id, too", async () => {
    const { adapter, network } = scriptedAdapter({
      [login]: () => ({ json: toSessionJson("x", didDoc("https://morel.host.example.org", `${did}#atproto_pds`)) }),
      [read]: account,
    });
    await adapter.check!(context);
    expect(network.requests[1]?.origin).toBe("https://morel.host.example.org");
  });

  test("may be on this machine when the service is", async () => {
    const { adapter, network } = scriptedAdapter(
      { [login]: () => ({ json: toSessionJson("x", didDoc("http://localhost:2583")) }), [read]: account },
      { service: "http://127.0.0.1:2582" },
    );
    await adapter.check!(context);
    expect(network.requests[1]?.origin).toBe("http://localhost:2583");
  });
});

test.each([
  { accessJwt: "", refreshJwt: "x", did },
  { accessJwt: `a\n${words}`, refreshJwt: "x", did },
  { accessJwt: "x", did },
  { accessJwt: "x", refreshJwt: "x", did: words },
])("a login that answers nonsense is no login: %j", async (json) => {
  const { adapter } = scriptedAdapter({ [login]: () => ({ json }) });
  const error: unknown = await adapter.check!(context).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: "bad-response", outcome: "not-sent" });
  expect(inspect(error)).not.toContain(words);
});
