import type { Feedback, FeedbackKind, Inbound } from "@carecast/adapter";
import { capability, type ContractCheck, hook, listens, type Need, people } from "../check.ts";
import { demandDocumented, demandTight } from "../failure.ts";
import { findLeaks, needlesOf } from "../find-leaks.ts";
import type { Saying } from "../harness.ts";
import { plantedWord, type Stage } from "../stage.ts";
import { demand, demandEqual, print } from "../violation.ts";
import { openEar, startListening } from "./listener.ts";
import { anyKind, cursorOf, firstSaying, kindsOf, plainKinds, say, sayingOf, twoKinds } from "./speaking.ts";

const hashtag = "carecastwards";

export const listenChecks: readonly ContractCheck[] = [
  ...plainKinds.map((kind): ContractCheck => {
    return {
      promise: "listening without gaps",
      name: `hears a ${kind} in the common model, as plain text`,
      needs: [...hears(kind)],
      run: (stage) => demandHeard(stage, kind),
    };
  }),
  {
    promise: "listening without gaps",
    name: "hears public posts with a hashtag that it follows",
    needs: [...hears("post"), capability("listening.hashtags is false", ({ listening }) => listening.hashtags)],
    run: async (stage) => {
      const saying: Saying = { kind: "post", hashtag, text: `The flood is over #${hashtag}` };
      const { first } = await openEar(stage, stage.adapter, { kinds: ["post"], hashtags: [hashtag] }, saying);
      demandEqual(first.feedback.kind, "post", "kind");
      demandEqual(
        first.feedback.hashtags.map((tag) => tag.toLowerCase()),
        [hashtag],
        "hashtags",
      );
    },
  },
  {
    promise: "listening without gaps",
    name: "hears only the kinds that were asked for",
    needs: [listens, people, twoKinds()],
    run: async (stage) => {
      const [wanted, other] = kindsOf(stage);
      demand(wanted !== undefined && other !== undefined, "the harness makes less than two kinds");
      const inReplyTo = await stage.publish(stage.part());
      const { listener } = await openEar(
        stage,
        stage.adapter,
        { kinds: [wanted] },
        sayingOf(wanted, "Hello.", inReplyTo),
      );
      await say(stage, sayingOf(other, stage.word(), inReplyTo));
      const last = stage.word();
      await say(stage, sayingOf(wanted, last, inReplyTo));
      await listener.hear(last);
      demandEqual([...new Set(listener.items.map(({ feedback }) => feedback.kind))], [wanted], "kinds");
      await listener.leave();
    },
  },
  {
    promise: "listening without gaps",
    name: "resumes at a cursor after a restart: nothing before it, everything after it",
    needs: [listens, people, anyKind()],
    run: demandResumes,
  },
  {
    promise: "listening without gaps",
    name: "begins a first run at the time that it is given",
    needs: [listens, people, anyKind()],
    run: async (stage) => {
      const since = new Date(stage.clock.now() - 60_000).toISOString();
      const words = stage.word();
      await say(stage, { ...firstSaying(stage, await stage.publish(stage.part())), text: words });
      const listener = startListening(stage, stage.adapter, { since });
      await listener.hear(words);
      await listener.leave();
    },
  },
  {
    promise: "listening without gaps",
    name: "names an event by the same id when it is heard again",
    needs: [listens, people, anyKind()],
    run: async (stage) => {
      const saying = firstSaying(stage, await stage.publish(stage.part()));
      const { listener, first } = await openEar(stage, stage.adapter, {}, saying);
      const words = stage.word();
      await say(stage, { ...saying, text: words });
      const heard = await listener.hear(words);
      await listener.leave();
      const ids = listener.items.map(({ eventId }) => eventId);
      demandEqual(new Set(ids).size, ids.length, "event ids that differ");
      const again = startListening(stage, await stage.create(), { cursor: cursorOf(first) });
      demandEqual((await again.hear(words)).eventId, heard.eventId, "the event id when heard again");
      await again.leave();
    },
  },
  {
    promise: "listening without gaps",
    name: "loses nothing that is said while the stream is down",
    needs: [
      listens,
      people,
      anyKind(),
      hook("people.dropStreams", ({ network }) => Boolean(network.people?.dropStreams)),
    ],
    run: async (stage) => {
      const saying = firstSaying(stage, await stage.publish(stage.part()));
      const { listener } = await openEar(stage, stage.adapter, {}, saying);
      const words: string[] = [];
      for (let round = 0; round < 3; round += 1) {
        await stage.network.people?.dropStreams?.();
        words.push(stage.word(), stage.word());
        for (const word of words.slice(-2)) await say(stage, { ...saying, text: word });
        for (const word of words.slice(-2)) await listener.hear(word);
      }
      await listener.leave();
      const facts = new Set(listener.facts.map(({ fact }) => fact));
      demand(facts.has("disconnected") || facts.has("waiting"), "the adapter does not report that the stream was down");
      demand(facts.has("connected"), "the adapter does not report that the stream is up");
      const leaks = findLeaks(listener.facts, [...needlesOf(stage.secrets), plantedWord]);
      demand(leaks.length === 0, `a fact carries a secret or somebody's words in ${leaks.join(", ")}`);
    },
  },
  {
    promise: "listening without gaps",
    name: "ends with a documented error when the credential is wrong",
    needs: [listens],
    run: async (stage) => {
      const stranger = await stage.create("wrong-credential");
      const { end } = startListening(stage, stranger, {});
      const error = await stage.within(end, "listening with a wrong credential");
      demand(error !== undefined, "the iterable ended without an error");
      demandDocumented(error, stranger, "listening with a wrong credential");
      demandTight(error, needlesOf(stage.secrets), "listening with a wrong credential");
    },
  },
  {
    promise: "listening without gaps",
    name: "hears an item that can be answered",
    needs: [listens, people, anyKind(), capability("replies is false", ({ replies }) => replies)],
    run: async (stage) => {
      const saying = firstSaying(stage, await stage.publish(stage.part()));
      const { listener, first } = await openEar(stage, stage.adapter, {}, saying);
      await listener.leave();
      const { ref, root = ref } = first.feedback;
      const receipt = await stage.publish(stage.part(), stage.context({ replyTo: { root, parent: ref } }));
      const seen = (await stage.posts()).find(({ id }) => id === receipt.id);
      demandEqual(seen?.inReplyTo, ref.id, "what the answer answers");
    },
  },
];

function hears(kind: FeedbackKind): readonly Need[] {
  return [
    listens,
    capability(`listening.kinds has no ${kind}`, ({ listening }) => listening.kinds.includes(kind)),
    hook(`people that make a ${kind}`, ({ network }) => network.people?.kinds.includes(kind) ?? false),
  ];
}

async function demandHeard(stage: Stage, kind: FeedbackKind): Promise<void> {
  const post = await stage.publish(stage.part());
  const { listener } = await openEar(stage, stage.adapter, { kinds: [kind] }, sayingOf(kind, "Hello.", post));
  const words = stage.word();
  const text = `${words} 1 < 2 & "door"\nsecond line 診療`;
  const id = await say(stage, sayingOf(kind, text, post));
  const { feedback } = await listener.hear(words);
  await listener.leave();
  demandModel(feedback, stage);
  demandEqual(feedback.kind, kind, "kind");
  demandEqual(feedback.change, "created", "change");
  demandEqual(feedback.ref.id, id, "the id");
  const { text: heard } = feedback;
  // Networks put the mention that addresses the account into the text.
  demand(heard.endsWith(text), `the text is ${print(heard)}, not ${print(text)}`);
  demandEqual(feedback.private, kind === "direct-message", "private");
  if (kind === "reply" || kind === "comment") demandEqual(feedback.inReplyTo?.id, post.id, "what it answers");
}

function demandModel(feedback: Feedback, { adapter }: Stage): void {
  demandEqual(feedback.network, adapter.network, "network");
  demand(Number.isFinite(Date.parse(feedback.createdAt)), `createdAt is ${print(feedback.createdAt)}`);
  const { author } = feedback;
  demand(author === undefined || (author.id !== "" && author.handle !== ""), "the author has no id or handle");
  demand(!author?.handle.startsWith("@"), "the author's handle begins with @");
  for (const tag of feedback.hashtags) demand(!tag.startsWith("#"), "a hashtag begins with #");
  for (const link of feedback.links) demand(/^https?:/.test(link), "a link is not an http address");
}

async function demandResumes(stage: Stage): Promise<void> {
  const saying = firstSaying(stage, await stage.publish(stage.part()));
  const { listener } = await openEar(stage, stage.adapter, {}, saying);
  const words = Array.from({ length: 6 }, () => stage.word());
  for (const word of words.slice(0, 4)) await say(stage, { ...saying, text: word });
  const heard: Inbound[] = [];
  for (const word of words.slice(0, 4)) heard.push(await listener.hear(word));
  await listener.leave();
  for (const word of words.slice(4)) await say(stage, { ...saying, text: word });
  const middle = heard[1];
  demand(middle !== undefined, "too little was heard");
  const again = startListening(stage, await stage.create(), { cursor: cursorOf(middle) });
  for (const word of words.slice(2)) await again.hear(word);
  await again.leave();
  const before = new Set(listener.items.slice(0, listener.items.indexOf(middle) + 1).map(({ eventId }) => eventId));
  const repeated = again.items.filter(({ eventId }) => before.has(eventId));
  demandEqual(repeated.length, 0, "items from before the cursor");
  const order = words.slice(2).map((word) => again.items.findIndex(({ feedback }) => feedback.text.includes(word)));
  demandEqual(
    order,
    order.toSorted((a, b) => a - b),
    "the order of the items",
  );
}
