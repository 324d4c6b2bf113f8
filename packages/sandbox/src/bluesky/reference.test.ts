import { describe, expect, it } from "vitest";
import { startSandbox } from "../index.ts";
import { interview } from "../testing/interview.ts";
import reference from "./reference.vectors.json" with { type: "json" };

describe("the data server", () => {
  // The vectors are what the same interview got from the reference server, @atproto/pds 0.5.35.
  it("answers every question as the reference server does", async () => {
    await using sandbox = await startSandbox({ mastodon: 0 });
    const { bluesky } = sandbox;
    const other = bluesky.addAccount({ handle: "wards.example.org" });
    expect(await interview(bluesky.service, bluesky, other)).toEqual(reference);
  });
});
