import { expect, test } from "vitest";

import { bundleChild } from "./harness/bundle-child.ts";
import { openPlaces } from "./harness/open-places.ts";
import { runOwners } from "./owners/run-owners.ts";
import { createRandom } from "./random.ts";

// Ten thousand deliveries take minutes: `pnpm soak owners`. These are some hundred, with the same four programs.
const size = { channelsEach: 5, postsEach: 30, takeovers: 1, answerMs: 120 };

test.each(["sqlite", "postgres"] as const)(
  "four programs share one ledger (%s), though leases run out: each post once, in order",
  async (kind) => {
    await using places = await openPlaces(kind);
    await using bundle = await bundleChild();
    const result = await runOwners({ bundle, ledger: places.next(), random: createRandom(7), ...size });
    expect(result).toMatchObject({ deliveries: 600, delivered: 600, lost: [], doubled: [], wrong: [] });
    // Otherwise nothing was tried.
    expect(result.struckOff).toBeGreaterThan(0);
    // Only what was under way in a lane may be asked for again by the one who takes over.
    expect(result.repeats).toBeLessThanOrEqual(result.struckOff * 4 * size.channelsEach);
  },
  120_000,
);
