import { capability, type ContractCheck } from "../check.ts";
import { failureOf } from "../failure.ts";
import { awkwardTexts } from "../samples.ts";
import type { Stage } from "../stage.ts";
import { demand, demandEqual, print } from "../violation.ts";
import { fillToLimit } from "./fill-to-limit.ts";

const words = ["Ward", "seven", "is", "open", "until", "noon", "today"];
const hostile = ["", " ", "\n", "\ud800", "e\u0301\u0301\u0301", "\u200b\u200d", "👨‍👩‍👧‍👦🏳️‍🌈", "\u202eabc", "a".repeat(5000)];

/** What stands at the beginning of the texts that are filled up to the limit. */
const beginnings = ["", "https://example.org/wards/seven?floor=3 ", "診療 🏥 ", "👨‍👩‍👧‍👦 e\u0301 "];

export const measureChecks: readonly ContractCheck[] = [
  {
    promise: "exact counting",
    name: "counts nothing in an empty text",
    run: ({ adapter, capabilities }) => {
      for (const { unit } of capabilities.text.limits) demandEqual(adapter.measure("", unit), 0, `in ${unit}`);
    },
  },
  {
    promise: "exact counting",
    name: "counts plain words one by one as it counts them together",
    run: ({ adapter, capabilities }) => {
      for (const { unit } of capabilities.text.limits) {
        const apart = words.reduce((sum, word) => sum + adapter.measure(word, unit), 0);
        const gaps = (words.length - 1) * adapter.measure(" ", unit);
        demandEqual(adapter.measure(words.join(" "), unit), apart + gaps, `in ${unit}`);
      }
    },
  },
  {
    promise: "exact counting",
    name: "gives the same count again, and a whole one, also for hostile text",
    run: ({ adapter, capabilities, samples }) => {
      const texts = [...hostile, ...awkwardTexts, ...samples];
      for (const { unit } of capabilities.text.limits) {
        const first = texts.map((text) => adapter.measure(text, unit));
        const again = texts.toReversed().map((text) => adapter.measure(text, unit));
        demandEqual(again.toReversed(), first, `a second count in ${unit}`);
        for (const count of first) demand(Number.isSafeInteger(count) && count >= 0, `a count in ${unit} is ${count}`);
      }
    },
  },
  {
    promise: "exact counting",
    name: "never counts less when a word is added",
    run: ({ adapter, capabilities, samples }) => {
      for (const { unit } of capabilities.text.limits) {
        for (const text of [...awkwardTexts, ...samples, ...beginnings]) {
          const [before, after] = [adapter.measure(text, unit), adapter.measure(`${text} more`, unit)];
          demand(after > before, `${print(text)} counts ${before} in ${unit}, and ${after} with a word more`);
        }
      }
    },
  },
  {
    promise: "exact counting",
    name: "counts as the network does: a text of exactly the limit goes out whole, one more is refused",
    run: async (stage) => {
      for (const limit of stage.capabilities.text.limits) {
        for (const beginning of [...beginnings, ...stage.samples.map((sample) => `${sample} `)]) {
          const text = fillToLimit(stage, limit, beginning);
          if (text !== undefined) await demandBoundary(stage, text, {}, `${limit.max} ${limit.unit}`);
        }
      }
    },
  },
  {
    promise: "exact counting",
    name: "counts a content warning into the text where the capabilities say so",
    needs: [capability("contentWarning is not counted", ({ contentWarning }) => contentWarning === "counted")],
    run: async (stage) => {
      const contentWarning = "Flood";
      for (const limit of stage.capabilities.text.limits) {
        const max = limit.max - stage.adapter.measure(contentWarning, limit.unit);
        const text = fillToLimit(stage, { ...limit, max }, "");
        if (text !== undefined) await demandBoundary(stage, text, { contentWarning }, `${max} ${limit.unit}`);
      }
    },
  },
];

/** Ends the check unless `text` is published whole, and one letter more is refused before anything goes out. */
async function demandBoundary(
  stage: Stage,
  text: string,
  more: { readonly contentWarning?: string },
  limit: string,
): Promise<void> {
  const receipt = await stage.publish(stage.part({ text, ...more }));
  const seen = (await stage.posts()).find(({ id }) => id === receipt.id);
  demandEqual(seen?.text, text, `the text of exactly ${limit}`);
  const count = (await stage.posts()).length;
  const longer = stage.part({ text: `${text}a`, ...more });
  const error = await failureOf(stage.publish(longer), `a text of one more than ${limit}`);
  demand(error.code === "invalid-post" || error.code === "platform", `the refusal has the code ${error.code}`);
  demandEqual(error.outcome, "not-sent", "the outcome of a refused text");
  demandEqual((await stage.posts()).length, count, "posts after a refused text");
}
