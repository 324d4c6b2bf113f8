import { describe, expect, it } from "vitest";
import { openMastodon, type OpenMastodon } from "../testing/open-mastodon.ts";

interface WithId {
  readonly id: string;
}

const idsOf = (list: readonly WithId[]): readonly string[] => list.map(({ id }) => id);

async function list(mastodon: OpenMastodon, path: string): Promise<readonly string[]> {
  return idsOf((await mastodon.call("GET", path)).json<readonly WithId[]>());
}

describe("pages", () => {
  const path = "/api/v1/timelines/tag/flood";

  it("go forward from min_id without a gap, and from since_id to the newest", async () => {
    await using mastodon = await openMastodon();
    const made = Array.from({ length: 6 }, (_, index) => mastodon.server.others.post(`#flood ${String(index)}`).id);
    const [first, second, third, , fifth, sixth] = made;
    expect(await list(mastodon, `${path}?limit=2&min_id=${first ?? ""}`)).toEqual([third, second]);
    expect(await list(mastodon, `${path}?limit=2&since_id=${first ?? ""}`)).toEqual([sixth, fifth]);
    expect(await list(mastodon, `${path}?limit=2&max_id=${third ?? ""}`)).toEqual([second, first]);
    expect(await list(mastodon, `${path}?min_id=${sixth ?? ""}`)).toEqual([]);
  });

  it("link to both neighbours, keeping the other parameters", async () => {
    await using mastodon = await openMastodon();
    const made = Array.from({ length: 3 }, () => mastodon.server.others.post("#flood").id);
    const { headers } = await mastodon.call("GET", `${path}?limit=2&local=false`);
    const { baseUrl } = mastodon.server;
    expect(headers.get("link")).toBe(
      `<${baseUrl}${path}?limit=2&local=false&max_id=${made[1] ?? ""}>; rel="next", ` +
        `<${baseUrl}${path}?limit=2&local=false&min_id=${made[2] ?? ""}>; rel="prev"`,
    );
    const short = await mastodon.call("GET", `${path}?limit=4`);
    expect(short.headers.get("link")).toBe(`<${baseUrl}${path}?limit=4&min_id=${made[2] ?? ""}>; rel="prev"`);
    expect((await mastodon.call("GET", `${path}?min_id=${made[2] ?? ""}`)).headers.get("link")).toBeNull();
  });

  it("are never longer than the server allows", async () => {
    await using mastodon = await openMastodon();
    for (let index = 0; index < 45; index += 1) mastodon.server.others.post("#flood");
    expect(await list(mastodon, path)).toHaveLength(20);
    expect(await list(mastodon, `${path}?limit=100`)).toHaveLength(40);
  });
});

describe("notifications", () => {
  it("are of the wanted types and of one's own", async () => {
    await using mastodon = await openMastodon();
    const { server } = mastodon;
    const wards = server.addAccount({ username: "wards" });
    const { id } = (await mastodon.post({ status: "Heat" })).json<WithId>();
    server.others.reply(id, "thanks");
    server.others.like(id);
    server.others.repost(id);
    server.others.follow();
    server.others.mention("hello wards", { to: "wards" });
    const typesOf = async (query: string, token?: string): Promise<readonly string[]> => {
      const answer = await mastodon.call("GET", `/api/v1/notifications${query}`, token === undefined ? {} : { token });
      return answer.json<readonly { type: string }[]>().map(({ type }) => type);
    };
    expect(await typesOf("")).toEqual(["follow", "reblog", "favourite", "mention"]);
    expect(await typesOf("?types[]=mention&types[]=reblog")).toEqual(["reblog", "mention"]);
    expect(await typesOf("?exclude_types[]=follow&exclude_types[]=reblog")).toEqual(["favourite", "mention"]);
    expect(await typesOf("", wards.accessToken)).toEqual(["mention"]);
  });

  it("carry the reply as the network writes it, and go with it", async () => {
    await using mastodon = await openMastodon();
    const { id } = (await mastodon.post({ status: "Heat" })).json<WithId>();
    const reply = mastodon.server.others.reply(id, "thanks", { from: "neighbour" });
    const [first] = (await mastodon.call("GET", "/api/v1/notifications")).json<readonly WithId[]>();
    expect(first).toMatchObject({
      account: { acct: "neighbour@elsewhere.example.org" },
      status: { id: reply.id, in_reply_to_id: id, mentions: [{ acct: "hospital" }] },
    });
    expect((await mastodon.call("GET", `/api/v1/notifications/${first?.id ?? ""}`)).status).toBe(200);
    mastodon.server.others.remove(reply.id);
    expect(await list(mastodon, "/api/v1/notifications")).toEqual([]);
  });

  it("reach another account of the same server", async () => {
    await using mastodon = await openMastodon();
    const { accessToken } = mastodon.server.addAccount({ username: "wards" });
    await mastodon.post({ status: "@wards please look" });
    const answer = await mastodon.call("GET", "/api/v1/notifications", { token: accessToken });
    expect(answer.json<readonly { type: string }[]>().map(({ type }) => type)).toEqual(["mention"]);
  });
});

describe("hashtag timelines", () => {
  it("combine tags, and hold public posts only", async () => {
    await using mastodon = await openMastodon();
    const { others } = mastodon.server;
    const both = others.post("#flood #water").id;
    const flood = others.post("#Flood").id;
    others.post("#flood", { visibility: "unlisted" });
    const own = (await mastodon.post({ status: "#heat" })).json<WithId>().id;
    const path = "/api/v1/timelines/tag";
    expect(await list(mastodon, `${path}/flood`)).toEqual([flood, both]);
    expect(await list(mastodon, `${path}/flood?all[]=water`)).toEqual([both]);
    expect(await list(mastodon, `${path}/flood?none[]=water`)).toEqual([flood]);
    expect(await list(mastodon, `${path}/flood?any[]=heat`)).toEqual([own, flood, both]);
    expect(await list(mastodon, `${path}/flood?any[]=heat&local=true`)).toEqual([own]);
  });
});

describe("an account", () => {
  it("is found by name, with or without the host", async () => {
    await using mastodon = await openMastodon();
    const { host } = new URL(mastodon.server.baseUrl);
    for (const acct of ["hospital", "@Hospital", `hospital@${host}`]) {
      const found = await mastodon.call("GET", `/api/v1/accounts/lookup?acct=${encodeURIComponent(acct)}`);
      expect(found.json()).toMatchObject({ acct: "hospital" });
    }
    expect((await mastodon.call("GET", "/api/v1/accounts/lookup?acct=nobody")).status).toBe(404);
    expect((await mastodon.call("GET", "/api/v1/accounts/1")).status).toBe(404);
  });

  it("lists its statuses, threads included, answers to others left out on request", async () => {
    await using mastodon = await openMastodon();
    const other = mastodon.server.others.post("question");
    const root = (await mastodon.post({ status: "1/2 #flood" })).json<WithId>().id;
    const second = (await mastodon.post({ status: "2/2", in_reply_to_id: root })).json<WithId>().id;
    const answer = (await mastodon.post({ status: "answer", in_reply_to_id: other.id })).json<WithId>().id;
    const path = `/api/v1/accounts/${mastodon.server.account.id}/statuses`;
    expect(await list(mastodon, path)).toEqual([answer, second, root]);
    expect(await list(mastodon, `${path}?exclude_replies=true`)).toEqual([second, root]);
    expect(await list(mastodon, `${path}?tagged=flood`)).toEqual([root]);
    expect(await list(mastodon, `${path}?only_media=true`)).toEqual([]);
    const account = (await mastodon.call("GET", `/api/v1/accounts/${mastodon.server.account.id}`)).json();
    expect(account).toMatchObject({ statuses_count: 3, last_status_at: "2026-08-20" });
  });
});

describe("rate limits", () => {
  it("are told in every answer and refuse beyond", async () => {
    await using mastodon = await openMastodon({ rateLimit: { requests: 2, perMs: 300_000 } });
    const path = "/api/v1/instance/rules";
    const first = await mastodon.call("GET", path);
    expect([...first.headers].filter(([name]) => name.startsWith("x-ratelimit"))).toEqual([
      ["x-ratelimit-limit", "2"],
      ["x-ratelimit-remaining", "1"],
      ["x-ratelimit-reset", "2026-08-20T10:05:00.000000Z"],
    ]);
    await mastodon.call("GET", path);
    const refused = await mastodon.call("GET", path);
    expect([refused.status, refused.text]).toEqual([429, '{"error":"Too many requests"}']);
    expect(refused.headers.get("x-ratelimit-remaining")).toBe("0");
    expect(refused.headers.get("retry-after")).toBeNull();
    mastodon.clock.advance(300_000);
    expect((await mastodon.call("GET", path)).status).toBe(200);
  });
});
