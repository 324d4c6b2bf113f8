import { onTestFinished, test } from "vitest";
import { openProfile } from "../test/open-profile.ts";
import { tellPinStory } from "../test/pin-story.ts";
import { startRealPds } from "../test/real-pds.ts";
import { bluesky } from "./index.ts";

test("the profile keeps everything else, on a real server", { timeout: 60_000 }, async () => {
  const pds = await startRealPds();
  onTestFinished(() => pds[Symbol.asyncDispose]());
  const { service } = pds;
  const { identifier, password } = await pds.addAccount("clinic");
  const other = await openProfile(service, identifier, password);
  await tellPinStory((options) => bluesky({ service, identifier, password, ...options }), other);
});
