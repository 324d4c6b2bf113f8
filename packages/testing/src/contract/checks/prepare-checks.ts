import type { Part } from "@carecast/adapter";
import { capability, type ContractCheck, fault, type Need, takesImages } from "../check.ts";
import { failureOf } from "../failure.ts";
import { findLeaks, needlesOf } from "../find-leaks.ts";
import { sampleImage, samplePoll, tooLarge } from "../samples.ts";
import { journaled, type Stage } from "../stage.ts";
import { demand, demandEqual } from "../violation.ts";
import { findNonJson } from "./find-non-json.ts";

/** More than any body needs, and far less than a picture. */
const maxDraftCharacters = 16_384;
/** Above this the check of the largest picture would take longer than it is worth. */
const maxTriedBytes = 32_000_000;

export const prepareChecks: readonly ContractCheck[] = [
  {
    promise: "repeatable prepare",
    name: "prepares as often as it is asked and changes nothing that a reader sees",
    run: async (stage) => {
      const { adapter, capabilities, network, word } = stage;
      const image = sampleImage(capabilities, `A ${word()} door.`);
      const part = stage.part(image && { media: [image] });
      const context = stage.context();
      for (let time = 0; time < 3; time += 1) await adapter.prepare(part, context);
      demandEqual((await stage.posts()).length, 0, "posts after prepare");
      demandEqual(network.requests("publish"), 0, "irreversible requests after prepare");
    },
  },
  {
    promise: "repeatable prepare",
    name: "makes a small draft of plain JSON without secrets",
    run: async (stage) => {
      const { adapter, capabilities, clock, secrets } = stage;
      const image = sampleImage(capabilities, "A door.");
      const draft = await adapter.prepare(stage.part(image && { media: [image] }), stage.context());
      demandEqual(findNonJson(draft, "draft"), undefined, "the first member that JSON would lose");
      const { length } = JSON.stringify(draft);
      demand(length <= maxDraftCharacters, `the draft has ${length} characters: media do not belong in it`);
      const leaks = findLeaks(draft, needlesOf(secrets));
      demand(leaks.length === 0, `the draft carries a secret in ${leaks.join(", ")}`);
      const { expiresAt } = draft;
      demand(expiresAt === undefined || Date.parse(expiresAt) > clock.now(), "the draft has expired already");
    },
  },
  {
    promise: "repeatable prepare",
    name: "publishes a draft that comes back from the journal, with a new adapter",
    run: async (stage) => {
      const { adapter, capabilities } = stage;
      const image = sampleImage(capabilities, "A door.");
      const part = stage.part(image && { media: [image] });
      const context = stage.context();
      await adapter.prepare(part, context);
      const draft = journaled(await adapter.prepare(part, context));
      const receipt = await (await stage.create()).publish(draft, context);
      const posts = (await stage.posts()).map(({ id, text }) => ({ id, text }));
      demandEqual(posts, [{ id: receipt.id, text: part.text }], "posts");
    },
  },
  {
    promise: "repeatable prepare",
    name: "waits until slow media are ready",
    needs: [takesImages, fault("slow-media")],
    run: async (stage) => {
      const image = sampleImage(stage.capabilities, "A slow door.");
      demand(image !== undefined, "the network takes no image");
      await stage.order("slow-media", "media");
      await stage.within(stage.publish(stage.part({ media: [image] })), "publishing with slow media");
      demandEqual(
        (await stage.posts()).map(({ alts }) => alts),
        [["A slow door."]],
        "alt texts",
      );
    },
  },
  refusal("a part without text and media", [], () => ({ text: "" })),
  refusal(
    "an audience that the network does not have",
    [capability("audiences has all", ({ audiences }) => audiences.length < 3)],
    ({ capabilities }) => {
      const all = ["public", "unlisted", "followers"] as const;
      const missing = all.find((audience) => !capabilities.audiences.includes(audience));
      return missing && { audience: missing };
    },
  ),
  refusal(
    "a content warning that the network cannot show",
    [capability("contentWarning is not none", ({ contentWarning }) => contentWarning === "none")],
    () => ({ contentWarning: "Flood" }),
  ),
  refusal(
    "a poll that the network does not have",
    [capability("polls is not none", ({ polls }) => polls === "none")],
    ({ clock }) => ({
      poll: { options: ["Yes", "No"], multiple: false, closesAt: new Date(clock.now() + 86_400_000).toISOString() },
    }),
  ),
  refusal(
    "a poll with more answers than the network takes",
    [capability("polls is none", ({ polls }) => polls !== "none")],
    ({ capabilities, clock }) => {
      const poll = samplePoll(capabilities, clock.now());
      const count = capabilities.polls === "none" ? 0 : capabilities.polls.maxOptions + 1;
      return poll && { poll: { ...poll, options: Array.from({ length: count }, (_, index) => `Answer ${index}`) } };
    },
  ),
  refusal("media of a type that the network does not take", [takesImages], ({ capabilities }) => {
    const image = sampleImage(capabilities, "A door.");
    const mimeType = "image/x-carecast-unknown";
    return image && { media: [{ ...image, mimeType, blob: new Blob(["no picture"], { type: mimeType }) }] };
  }),
  refusal("more media than the network takes", [takesImages], ({ capabilities }) => {
    const image = sampleImage(capabilities, "A door.");
    return image && { media: Array.from({ length: capabilities.media.max + 1 }, () => image) };
  }),
  refusal(
    "an image with more bytes than the network takes",
    [
      takesImages,
      capability(
        "media.image.maxBytes is too much to try",
        ({ media }) => (media.image?.maxBytes ?? 0) <= maxTriedBytes,
      ),
    ],
    ({ capabilities }) => {
      const image = sampleImage(capabilities, "A door.");
      const rule = capabilities.media.image;
      return image && rule && { media: [tooLarge(image, rule)] };
    },
  ),
  refusal(
    "an alt text over its limit",
    [takesImages, capability("media.alt is open", ({ media }) => media.alt !== undefined)],
    ({ capabilities }) => {
      const image = sampleImage(capabilities, "a".repeat((capabilities.media.alt?.max ?? 0) + 1));
      return image && { media: [image] };
    },
  ),
];

/** The check that a part, spoiled by `changes`, is refused and nothing goes out in its place. */
function refusal(
  what: string,
  needs: readonly Need[],
  changes: (stage: Stage) => Partial<Part> | undefined,
): ContractCheck {
  return {
    promise: "no silent change",
    name: `refuses ${what}`,
    needs,
    run: async (stage) => {
      const error = await failureOf(stage.publish(stage.part(changes(stage))), "publishing it");
      const isRefusal = ["invalid-post", "unsupported", "platform"].includes(error.code);
      demand(isRefusal, `the refusal has the code ${error.code}`);
      demandEqual(error.outcome, "not-sent", "the outcome of the refusal");
      demandEqual((await stage.posts()).length, 0, "posts after the refusal");
    },
  };
}
