import { RichText } from "@atproto/api";
import { countGraphemes } from "@carecast/adapter-kit";

// Not an export of the package: only the adapter and this measurement want it.
import { toFacets } from "../../networks/bluesky/src/facets.ts";
import { measure } from "./measure.ts";
import { perSecond, type Row } from "./row.ts";

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
    },
    { calls: 3000 * scale, rounds: 7, concurrency: 1 },
  );
  const nobody = new Map<string, string>();
  const facets = await measure(
    {
      ours: () => void toFacets(tagged, nobody),
      theirs: () => new RichText({ text: tagged }).detectFacetsWithoutResolution(),
    },
    { calls: 3000 * scale, rounds: 7, concurrency: 1 },
  );
  return [
    {
      what: "count graphemes in five scripts",
      ours: perSecond(count.ours),
      against: "Intl.Segmenter",
      theirs: perSecond(count.intl),
      ratio: count.ours / count.intl,
      target: { atLeast: 10 },
    },
    {
      what: "facets of a post: links, hashtags, a mention",
      ours: perSecond(facets.ours),
      against: "@atproto/api detectFacets",
      theirs: perSecond(facets.theirs),
      ratio: facets.ours / facets.theirs,
      target: { atLeast: 3 },
    },
  ];
}
