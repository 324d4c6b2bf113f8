import { createCarecast, memoryLedger, type Carecast, type Safeguard } from "@carecast/core";
import { guardReplies, scanIdentifiers } from "@carecast/core/identifiers";
import { requireApproval, requireConsent } from "@carecast/core/safeguards";
import { mastodon } from "@carecast/mastodon";

import { instantAdapter } from "./instant-adapter.ts";
import { measure, type Contender } from "./measure.ts";
import { perSecond, type Row } from "./row.ts";
import { startServer } from "./start-server.ts";

const accounts = 16;
const prose = [
  "Handwashing is the simplest way to stop germs from spreading. Wet your hands, use soap, and dry them well.",
  "Many people worry about side effects. Most of them are mild and pass within a day or 2: a sore arm, a little fever.",
  "If you feel short of breath, sit down, rest, and ask a neighbour to call 911. Our nurses visit schools on Monday.",
  "Sleep helps children to learn and to stay well. Keep screens out of the bedroom and read a story together.",
];
const dates = [
  "The walk-in clinic at the north gate is open on Saturday from 9:00 to 17:00, also for visitors.",
  "Bring your insurance card and a list of the medicines you take. You need no appointment.",
  "If you feel very ill, call 911. For advice by telephone call (415) 555-0132 at any hour.",
  "Parking is free for the first 2 hours; buses 14 and 31 stop in front of the main entrance.",
];

/** A post of 500 characters that differs from every other one, so that nothing can be remembered from call to call. */
function writePost(number: number, sentences: readonly string[]): string {
  const first = sentences[number % sentences.length] ?? "";
  return `Notice ${number}. ${first} ${sentences.join(" ")} `.repeat(2).slice(0, 500).trim();
}

const safeguards: readonly Safeguard[] = [
  scanIdentifiers({ allow: { phone: ["(415) 555-0132"] } }),
  guardReplies(),
  requireApproval({ approvers: [{ id: "duty doctor", roles: [] }] }),
  requireConsent(),
];

type Open = (channel: number) => Parameters<typeof createCarecast>[0]["channels"][string];

function openHub(
  open: Open,
  guarded: boolean,
  sentences: readonly string[],
): { readonly care: Carecast; readonly publish: Contender } {
  const names = Array.from({ length: accounts }, (_, index) => `channel${index}`);
  const care = createCarecast({
    channels: Object.fromEntries(names.map((name, index) => [name, open(index)])),
    ledger: memoryLedger(),
    safeguards: guarded ? safeguards : [],
  });
  let number = 0;
  return {
    care,
    async publish(worker) {
      number += 1;
      const { ok } = await care.publish(
        { text: writePost(number, sentences), language: "en" },
        { channels: [names[worker] ?? ""] },
      );
      if (!ok) throw new Error("A post of the benchmark was not delivered.");
    },
  };
}

/** What all safeguards together add to `care.publish` of a post of 500 characters, by CPU time. */
export async function benchSafeguards(scale: number): Promise<readonly Row[]> {
  await using server = await startServer();
  const onMastodon = (): ReturnType<Open> => ({
    adapter: mastodon({ baseUrl: server.baseUrl, accessToken: "bench-token" }),
    rates: [],
  });
  const instant = (): ReturnType<Open> => ({ adapter: instantAdapter(), rates: [] });
  return [
    await compare("publish on Mastodon with all safeguards", onMastodon, 1500 * scale, prose, 1.15),
    await compare("the same, a post full of numbers", onMastodon, 1500 * scale, dates),
    await compare("the same, adapter that costs nothing", instant, 4000 * scale, dates),
  ];
}

async function compare(
  what: string,
  open: Open,
  calls: number,
  sentences: readonly string[],
  atMost?: number,
): Promise<Row> {
  const [guarded, bare] = [openHub(open, true, sentences), openHub(open, false, sentences)];
  const rates = await measure(
    { guarded: guarded.publish, bare: bare.publish },
    { calls, rounds: 7, concurrency: accounts, seconds: "cpu" },
  );
  await Promise.all([guarded.care.close(), bare.care.close()]);
  return {
    what,
    ours: perSecond(rates.guarded),
    against: "the same without, CPU time",
    theirs: perSecond(rates.bare),
    ratio: rates.bare / rates.guarded,
    ...(atMost !== undefined && { target: { atMost } }),
  };
}
