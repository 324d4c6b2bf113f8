import { RichText } from "@atproto/api";
import { systemClock, type Part } from "@carecast/adapter";
import { countGraphemes } from "@carecast/adapter-kit";
import { bluesky } from "@carecast/bluesky";
import { countGraphemes as countByLibrary } from "unicode-segmenter/grapheme";

import { measure } from "./measure.ts";
import { perSecond, type Row } from "./row.ts";
import { startServer } from "./start-server.ts";

const mixed = [
  "Boil water for 1 minute before you drink it. 💧 Call +1 555 010 0199.",
  "Hierva el agua durante 1 minuto antes de beberla. Información: teléfono gratuito.",
  "👨‍👩‍👧 Families: the children's entrance is open. 🏥",
  "请把水烧开一分钟再饮用。",
  "اغلِ الماء لمدة دقيقة واحدة قبل شربه.",
].join(" ");

const tagged =
  "Boil water in Riverton, says https://hospital.example.org/water and @press.example.org. #BoilWater #Riverton 💧 More at https://example.org/faq.";

/** Counting what readers call characters, and marking links, mentions and hashtags. */
export async function benchText(scale: number): Promise<readonly Row[]> {
  const segmenter = new Intl.Segmenter();
  const count = await measure(
    {
      ours: () => void countGraphemes(mixed),
      intl: () => void [...segmenter.segment(mixed)].length,
      library: () => void countByLibrary(mixed),
    },
    { calls: 3000 * scale, rounds: 7, concurrency: 1 },
  );
  await using server = await startServer();
  const adapter = bluesky({ service: server.baseUrl, identifier: "hospital.example.org", password: "bench" });
  const part: Part = { text: tagged.replace("@press.example.org", "press"), audience: "public", media: [] };
  const context = { clock: systemClock, lane: "routine", key: "bench" } as const;
  const facets = await measure(
    {
      ours: () => adapter.prepare(part, context),
      theirs: () => new RichText({ text: part.text }).detectFacetsWithoutResolution(),
    },
    { calls: 3000 * scale, rounds: 7, concurrency: 1 },
  );
  return [
    graphemeRow("Intl.Segmenter", count.ours, count.intl, 10),
    graphemeRow("unicode-segmenter", count.ours, count.library, 0.9),
    {
      what: "a whole Bluesky record with its facets",
      ours: perSecond(facets.ours),
      against: "@atproto/api detectFacets alone",
      theirs: perSecond(facets.theirs),
      ratio: facets.ours / facets.theirs,
      target: { atLeast: 3 },
    },
  ];
}

function graphemeRow(against: string, ours: number, theirs: number, atLeast: number): Row {
  return { what: "count graphemes", ours: perSecond(ours), against, theirs: perSecond(theirs), ratio: ours / theirs, target: { atLeast } };
}
