import type { Adapter, Received } from "@carecast/adapter";
import { type ContractCheck, hook, receives, webhooks } from "../check.ts";
import type { Saying, WebhookHarness } from "../harness.ts";
import { plantedWord, type Stage } from "../stage.ts";
import { demand, demandEqual } from "../violation.ts";

export const receiveChecks: readonly ContractCheck[] = [
  {
    promise: "closed webhooks",
    name: "takes a signed event, and names it the same when it is delivered twice",
    needs: [receives, webhooks],
    run: async (stage) => {
      const request = await hands(stage).sign(sayingOf(stage));
      const [once, twice] = [request.clone(), request];
      const { response, events } = await receive(stage, stage.adapter, once);
      demand(response.ok, `the answer to a signed event has the status ${response.status}`);
      demandEqual(events.length, 1, "events");
      demandEqual(events[0]?.feedback.network, stage.adapter.network, "network");
      demand(events[0]?.feedback.text.includes(plantedWord) ?? false, "the event does not carry its text");
      const again = await receive(stage, stage.adapter, twice);
      const ids = again.events.map(({ eventId }) => eventId);
      demand(
        ids.every((id) => id === events[0]?.eventId),
        "the same event came with another id",
      );
    },
  },
  {
    promise: "closed webhooks",
    name: "refuses a signature that does not fit",
    needs: [receives, webhooks],
    run: async (stage) => demandRefused(stage, stage.adapter, await hands(stage).forge(sayingOf(stage))),
  },
  {
    promise: "closed webhooks",
    name: "refuses a body that was changed after it was signed",
    needs: [receives, webhooks],
    run: async (stage) => {
      const request = await hands(stage).sign(sayingOf(stage));
      const { url, method, headers } = request;
      const body = (await request.text()).replaceAll(plantedWord, "dandelion");
      await demandRefused(stage, stage.adapter, new Request(url, { method, headers, body }));
    },
  },
  {
    promise: "closed webhooks",
    name: "refuses everything without a configured secret",
    needs: [receives, webhooks],
    run: async (stage) => {
      const adapter = await stage.create("no-webhook-secret");
      await demandRefused(stage, adapter, await hands(stage).sign(sayingOf(stage)));
    },
  },
  {
    promise: "closed webhooks",
    name: "answers the network's challenge",
    needs: [receives, hook("webhooks.challenge", ({ network }) => Boolean(network.webhooks?.challenge))],
    run: async (stage) => {
      const { challenge } = hands(stage);
      demand(challenge !== undefined, "the harness has no challenge");
      const { response, events } = await receive(stage, stage.adapter, await challenge.request());
      demandEqual(events.length, 0, "events of a challenge");
      demandEqual(await challenge.accepts(response), true, "whether the network accepts the answer");
    },
  },
];

function hands({ network }: Stage): WebhookHarness {
  demand(network.webhooks !== undefined, "the harness has no webhooks");
  return network.webhooks;
}

function sayingOf(stage: Stage): Saying {
  return { kind: hands(stage).kinds[0] ?? "mention", text: `Hello ${stage.word()}` };
}

async function receive({ clock }: Stage, adapter: Adapter, request: Request): Promise<Received> {
  demand(adapter.receive !== undefined, "the adapter has no receive");
  return adapter.receive(request, { clock, lane: "routine" });
}

async function demandRefused(stage: Stage, adapter: Adapter, request: Request): Promise<void> {
  const { response, events } = await receive(stage, adapter, request);
  demandEqual(events.length, 0, "events of a refused request");
  const { status } = response;
  demand(status >= 400 && status < 500, `a refused request is answered with the status ${status}`);
}
