import { describe, expect, test } from "vitest";

import { campaignPosts, type Campaign } from "./campaign.ts";

const campaign: Campaign = {
  id: "flu-2026",
  name: "Flu vaccination",
  startsAt: "2026-10-01T08:00:00+02:00",
  endsAt: "2026-12-01T00:00:00+01:00",
  language: "en",
  hashtags: ["FluShot"],
  sources: [{ name: "Example Health Agency", date: "2026-09-01T00:00:00Z" }],
  posts: [
    { text: "Clinics open." },
    { text: "Last week.", at: "2026-11-24T08:00:00+01:00", hashtags: ["FluShot", "LastCall"] },
  ],
};

describe("the posts of a campaign", () => {
  test("share what the campaign says once, and keep what is their own", () => {
    const posts = campaignPosts(campaign);
    expect(posts.map(({ id }) => id)).toEqual(["flu-2026.1", "flu-2026.2"]);
    expect(posts[0]).toMatchObject({
      campaign: campaign.id,
      at: campaign.startsAt,
      notAfter: campaign.endsAt,
      post: { language: "en", hashtags: ["FluShot"] },
    });
    expect(posts[1]).toMatchObject({
      at: "2026-11-24T08:00:00+01:00",
      post: { hashtags: ["FluShot", "LastCall"] },
    });
    expect(posts[1]?.post).not.toHaveProperty("at");
    expect(posts[0]?.post.sources).toHaveLength(1);
  });

  test("never leave the dates of the campaign, whatever zones they are written in", () => {
    const early = { text: "Too early.", at: "2026-10-01T05:00:00Z", notAfter: "2026-12-01T12:00:00Z" };
    const [only] = campaignPosts({ ...campaign, posts: [early] });
    expect(only).toMatchObject({ at: campaign.startsAt, notAfter: campaign.endsAt });
  });

  test.each([
    ["posts[1].text", { ...campaign, posts: [{ text: "a" }, { text: " " }] }],
    ["posts[0].colour", { ...campaign, posts: [{ text: "a", colour: "red" }] }],
    ["endsAt", { ...campaign, endsAt: campaign.startsAt }],
    ["id", { ...campaign, id: "has space" }],
    ["budget", { ...campaign, budget: 1 }],
    ["posts", { ...campaign, posts: [] }],
  ])("a mistake is named: %s", (path, value) => {
    expect(() => campaignPosts(value)).toThrow(expect.objectContaining({ code: "invalid-post", path }));
  });
});
