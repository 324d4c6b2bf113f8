import { createCarecast } from "@carecast/core";

import { openLedger } from "../harness/open-ledger.ts";
import type { World } from "../harness/open-world.ts";
import { maxCharacters, type LedgerPlace } from "../harness/task.ts";
import { plain } from "../plain/plain-adapter.ts";

/** Far enough away for all of it to be in the ledger by then. */
const laterMs = 60 * 60_000;

/** Journals so many posts for every channel, one publication after the other, and lets the time come at which they are due. */
export async function fillLedger(world: World, place: LedgerPlace, each: number): Promise<void> {
  const { channels } = world;
  await using care = createCarecast({
    channels: Object.fromEntries(
      channels.map(({ name, baseUrl, token, lever }) => [name, plain({ baseUrl, token, lever, maxCharacters })]),
    ),
    ledger: await openLedger(place),
  });
  const at = new Date(Date.now() + laterMs).toISOString();
  for (let number = 1; number <= each; number += 1)
    await care.publish(
      { text: `Notice ${number}: visiting hours have changed.` },
      { id: world.id(String(number)), at },
    );
  world.passTime(laterMs + 1000);
}
