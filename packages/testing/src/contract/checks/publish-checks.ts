import type { Receipt } from "@carecast/adapter";
import { capability, type ContractCheck, takesImages, takesVideo } from "../check.ts";
import { awkwardTexts, sampleImage, samplePoll, sampleVideo } from "../samples.ts";
import { journaled } from "../stage.ts";
import { demand, demandEqual, print } from "../violation.ts";
import { findNonJson } from "./find-non-json.ts";

const isoDateTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

export const publishChecks: readonly ContractCheck[] = [
  {
    promise: "one irreversible call",
    name: "publishes with one request and answers the id under which readers see the post",
    run: async (stage) => {
      const part = stage.part();
      const receipt = await stage.publish(part);
      demandEqual(stage.network.requests("publish"), 1, "irreversible requests");
      demandReceipt(receipt);
      const posts = (await stage.posts()).map(({ id, text }) => ({ id, text }));
      demandEqual(posts, [{ id: receipt.id, text: part.text }], "posts");
    },
  },
  {
    promise: "one irreversible call",
    name: "takes the longest key, and tells keys apart by their last letter",
    needs: [capability("repeat.lever is duplicate-refusal", ({ repeat }) => repeat.lever !== "duplicate-refusal")],
    run: async (stage) => {
      const part = stage.part();
      const stem = "Aa0._-".repeat(22).slice(0, 127);
      for (const end of ["1", "2"]) await stage.publish(part, stage.context({ key: stem + end }));
      const ids = new Set((await stage.posts()).map(({ id }) => id));
      demandEqual(ids.size, 2, "posts of two deliveries with the same text");
    },
  },
  {
    promise: "no silent change",
    name: "sends every text unchanged: markup, line breaks, other scripts, joined signs",
    run: async (stage) => {
      const texts = [...awkwardTexts, ...stage.samples].map((text) => `${stage.word()} ${text}`);
      for (const text of texts) await stage.publish(stage.part({ text }));
      demandEqual(
        (await stage.posts()).map(({ text }) => text),
        texts,
        "texts",
      );
    },
  },
  {
    promise: "no silent change",
    name: "sends the language",
    needs: [capability("language is false", ({ language }) => language)],
    run: async (stage) => {
      for (const language of ["en", "ar"]) await stage.publish(stage.part({ language }));
      demandEqual(
        (await stage.posts()).map(({ language }) => language),
        ["en", "ar"],
        "languages",
      );
    },
  },
  {
    promise: "no silent change",
    name: "sends to each audience that it names",
    needs: [capability("audiences has one", ({ audiences }) => audiences.length > 1)],
    run: async (stage) => {
      const { audiences } = stage.capabilities;
      for (const audience of audiences) await stage.publish(stage.part({ audience }));
      demandEqual(
        (await stage.posts()).map(({ audience }) => audience),
        audiences,
        "audiences",
      );
    },
  },
  {
    promise: "no silent change",
    name: "shows the content warning",
    needs: [
      capability("contentWarning is none or a label", ({ contentWarning }) =>
        ["counted", "separate"].includes(contentWarning),
      ),
    ],
    run: async (stage) => {
      const contentWarning = `Flood ${stage.word()}`;
      const part = stage.part({ contentWarning });
      await stage.publish(part);
      const seen = (await stage.posts()).map((post) => ({ warning: post.contentWarning, text: post.text }));
      demandEqual(seen, [{ warning: contentWarning, text: part.text }], "posts");
    },
  },
  {
    promise: "no silent change",
    name: "sends a poll with its answers in order",
    needs: [capability("polls is none", ({ polls }) => polls !== "none")],
    run: async (stage) => {
      const poll = samplePoll(stage.capabilities, stage.clock.now());
      await stage.publish(stage.part(poll && { poll }));
      demandEqual(
        (await stage.posts()).map(({ pollOptions }) => pollOptions),
        [poll?.options],
        "answers",
      );
    },
  },
  {
    promise: "no silent change",
    name: "sends every image in its order, with its alt text",
    needs: [takesImages],
    run: async (stage) => {
      const { image } = stage.capabilities.media;
      const alts = ["A door.", "Übersicht: 診療 <door>", ""].slice(0, image?.max);
      const media = alts.flatMap((alt) => sampleImage(stage.capabilities, alt) ?? []);
      await stage.publish(stage.part({ media }));
      demandEqual(
        (await stage.posts()).map((post) => post.alts),
        [alts],
        "alt texts",
      );
    },
  },
  {
    promise: "no silent change",
    name: "sends a video with its alt text",
    needs: [takesVideo],
    run: async (stage) => {
      const video = sampleVideo(stage.capabilities, "A door opens.");
      await stage.publish(stage.part(video && { media: [video] }));
      demandEqual(
        (await stage.posts()).map(({ alts }) => alts),
        [["A door opens."]],
        "alt texts",
      );
    },
  },
  {
    promise: "no silent change",
    name: "chains a thread: each part answers the one before",
    needs: [capability("threads is false", ({ threads }) => threads)],
    run: async (stage) => {
      const receipts: Receipt[] = [];
      for (let part = 0; part < 3; part += 1) {
        const [root, parent] = [receipts[0], receipts.at(-1)];
        const context = stage.context(root && parent && { replyTo: { root, parent } });
        receipts.push(journaled(await stage.publish(stage.part(), context)));
      }
      const ids = receipts.map(({ id }) => id);
      const seen = (await stage.posts()).map(({ id, inReplyTo }) => ({ id, inReplyTo }));
      demandEqual(
        seen,
        ids.map((id, index) => ({ id, inReplyTo: ids[index - 1] })),
        "the thread",
      );
    },
  },
];

function demandReceipt(receipt: Receipt): void {
  demand(typeof receipt.id === "string" && receipt.id !== "", `the receipt has the id ${print(receipt.id)}`);
  demand(["delivered", "accepted"].includes(receipt.state), `the receipt has the state ${print(receipt.state)}`);
  demand(isoDateTime.test(receipt.at), `the receipt has the time ${print(receipt.at)}`);
  demandEqual(findNonJson(receipt, "receipt"), undefined, "what the journal would lose");
  if (receipt.url === undefined) return;
  const { protocol, username, password } = new URL(receipt.url);
  demand(/^https?:$/.test(protocol) && username + password === "", "the receipt's url is not a public address");
}
