import { expect, it } from "vitest";
import { openMastodon } from "../testing/open-mastodon.ts";

type Mastodon = Awaited<ReturnType<typeof openMastodon>>;

const post = async (mastodon: Mastodon, fields: object = {}): Promise<string> =>
  (await mastodon.post({ status: "Hot", ...fields })).json<{ id: string }>().id;
const pin = (mastodon: Mastodon, id: string, token = mastodon.server.accessToken, act = "pin") =>
  mastodon.call("POST", `/api/v1/statuses/${id}/${act}`, { token });
const pinnedOf = ({ server }: Mastodon): readonly string[] =>
  server.posts().flatMap(({ id, pinned }) => (pinned ? [id] : []));

it("has room for five pins of an account, whoever asks for one more", async () => {
  await using mastodon = await openMastodon();
  const wards = mastodon.server.addAccount({ username: "wards" });
  const ids: string[] = [];
  for (let count = 0; count < 6; count += 1) ids.push(await post(mastodon));
  for (const id of ids.slice(0, 5)) expect((await pin(mastodon, id)).status).toBe(200);
  const full = { error: "Validation failed: You have already pinned the maximum number of posts" };
  for (const id of [ids[5], ids[0]] as string[]) {
    const refused = await pin(mastodon, id);
    expect([refused.status, refused.json()]).toEqual([422, full]);
  }
  const theirs = (await mastodon.post({ status: "Cold" }, { token: wards.accessToken })).json<{ id: string }>().id;
  expect((await pin(mastodon, theirs, wards.accessToken)).status).toBe(200);
  await pin(mastodon, ids[0] ?? "", undefined, "unpin");
  expect((await pin(mastodon, ids[5] ?? "")).status).toBe(200);
  expect(pinnedOf(mastodon)).toEqual([...ids.slice(1), theirs]);
});

it("refuses other people's posts, direct ones, and what is not there", async () => {
  await using mastodon = await openMastodon();
  const { accessToken } = mastodon.server.addAccount({ username: "wards" });
  const own = await post(mastodon);
  const direct = await post(mastodon, { visibility: "direct" });
  expect((await pin(mastodon, own, accessToken)).json()).toEqual({
    error: "Validation failed: Someone else's post cannot be pinned",
  });
  expect((await pin(mastodon, direct)).json()).toEqual({
    error: "Validation failed: Posts that are only visible to mentioned users cannot be pinned",
  });
  expect((await pin(mastodon, "1")).status).toBe(404);
  expect((await pin(mastodon, "1", undefined, "unpin")).status).toBe(404);
  expect(pinnedOf(mastodon)).toEqual([]);
});

it("leaves other people's pins alone", async () => {
  await using mastodon = await openMastodon();
  const { accessToken } = mastodon.server.addAccount({ username: "wards" });
  const own = await post(mastodon);
  await pin(mastodon, own);
  const answer = await pin(mastodon, own, accessToken, "unpin");
  expect(answer.status).toBe(200);
  expect(answer.json()).not.toHaveProperty("pinned");
  expect(pinnedOf(mastodon)).toEqual([own]);
});

it("asks for the scope of accounts, and forgets the pin of a deleted post", async () => {
  await using mastodon = await openMastodon();
  const own = await post(mastodon);
  const narrow = mastodon.server.issueToken({ scopes: ["write:statuses"] });
  expect((await pin(mastodon, own, narrow)).status).toBe(403);
  const wide = mastodon.server.issueToken({ scopes: ["write:accounts"] });
  expect((await pin(mastodon, own, wide)).json()).toMatchObject({ id: own, pinned: true });
  await mastodon.call("DELETE", `/api/v1/statuses/${own}`);
  for (let count = 0; count < 5; count += 1) expect((await pin(mastodon, await post(mastodon))).status).toBe(200);
});
