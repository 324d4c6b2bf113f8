import {
  type Adapter,
  type CallContext,
  type Capabilities,
  type CarecastError,
  type CheckResult,
  ConfigError,
  type Inbound,
  type Receipt,
  type Secret,
} from "@carecast/adapter";
import { parseKeys } from "../parse-keys.ts";
import { actOut, createBehaviourQueue, type FakeBehaviour, type FakeCall, type FakeMethod } from "./fake-behaviour.ts";
import { fakeCapabilities, mergeCapabilities, type PartialCapabilities } from "./fake-capabilities.ts";
import { draftPart, readDraft } from "./fake-draft.ts";
import { createFakeInbox, type FakeFeedback, type FakeInbox } from "./fake-inbox.ts";
import { createFakeNetwork, type FakeNetwork } from "./fake-network.ts";
import type { FakePost } from "./fake-post.ts";
import { type FakeRates, tellRates } from "./fake-rates.ts";
import { receiveWebhook, signWebhook } from "./fake-webhook.ts";
import { measureText } from "./measure-text.ts";

export interface FakeAdapterOptions {
  /** The name of the network, for receipts, feedback and errors. Default `fake`. */
  readonly network?: string;
  /** What differs from a network that can do everything. Optional methods follow: `{ edit: false }` removes `revise`, `{ pin: false }` both `pin` and `unpin`. */
  readonly capabilities?: PartialCapabilities;
  /** Adds `discover`, which answers the capabilities with these changes. */
  readonly discovers?: PartialCapabilities;
  /** What `check` answers. Default: ready, without problems. */
  readonly check?: CheckResult;
  /** What webhook requests are signed with. Without it every request is refused. */
  readonly webhookSecret?: Secret;
}

/** An adapter over a network in memory, with the controls that a test needs. */
export interface FakeAdapter extends Adapter {
  /** What readers of the network can see now, oldest first. */
  readonly posts: readonly FakePost[];
  /** The ids of the posts on top of the account's page, the one that was pinned last first. */
  readonly pinned: readonly string[];
  /** Every call so far, oldest first. */
  readonly calls: readonly FakeCall[];
  /** How many listeners are waiting for feedback now. */
  readonly listeners: number;
  /** Orders how the next calls of `method` go, one behaviour a call. */
  next(method: FakeMethod, ...behaviours: readonly FakeBehaviour[]): void;
  /** Orders how every call of `method` goes for which `next` ordered nothing. */
  always(method: FakeMethod, behaviour: FakeBehaviour): void;
  /** What each answer from now on says of the rate budgets; `context.tellRate` gets it. */
  tellRates(rates: FakeRates): void;
  /** Somebody says something to the account: listeners get it. Only `text` is needed; the kind is `mention`. */
  say(feedback: FakeFeedback): Inbound;
  /** Like `say`, as a webhook request for `receive`. Needs `webhookSecret`. */
  sayByWebhook(feedback: FakeFeedback): Promise<Request>;
  /** Ends the connection of every listener: without an error they reconnect and miss nothing. */
  breakStreams(error?: CarecastError): void;
}

/**
 * Makes an adapter for tests of applications: it answers at once, out of memory, and fails as ordered.
 *
 * Throws `ConfigError` for an unknown option.
 */
export function fakeAdapter(options: FakeAdapterOptions = {}): FakeAdapter {
  parseKeys("fakeAdapter", options, ["network", "capabilities", "discovers", "check", "webhookSecret"]);
  const name = options.network ?? "fake";
  const capabilities = mergeCapabilities(fakeCapabilities, options.capabilities ?? {});
  const network = createFakeNetwork(name, capabilities.repeat);
  const inbox = createFakeInbox(name, capabilities.listening.kinds);
  const behaviours = createBehaviourQueue();
  const calls: FakeCall[] = [];
  let rates: FakeRates = [];
  const run: Run = async (call, context, act) => {
    context.signal?.throwIfAborted();
    calls.push(call);
    try {
      const result = await actOut(behaviours.take(call), { network: name, method: call.method, context }, act);
      tellRates(rates, call, context);
      return result;
    } catch (error) {
      tellRates(rates, call, context, error);
      throw error;
    }
  };
  const { webhookSecret, discovers } = options;
  return {
    specVersion: 1,
    network: name,
    capabilities,
    measure: measureText,
    ...publishing(name, capabilities, network, run),
    ...listening(capabilities, inbox, run, webhookSecret),
    ...account(name, network, run, options.check),
    ...(discovers && {
      discover: (context) => run({ method: "discover" }, context, () => mergeCapabilities(capabilities, discovers)),
    }),
    posts: network.posts,
    pinned: network.pinned,
    calls,
    get listeners() {
      return inbox.listeners;
    },
    next: behaviours.next,
    always: behaviours.always,
    tellRates: (told) => void (rates = told),
    say: inbox.say,
    sayByWebhook: async (feedback) => {
      if (webhookSecret === undefined)
        throw new ConfigError("sayByWebhook needs webhookSecret.", { path: "webhookSecret" });
      return signWebhook(inbox.say(feedback), webhookSecret);
    },
    breakStreams: inbox.breakStreams,
  };
}

type Run = <T>(call: FakeCall, context: CallContext, act: (state: Receipt["state"]) => T) => Promise<T>;

function publishing(name: string, capabilities: Capabilities, network: FakeNetwork, run: Run): Publishing {
  let prepared = 0;
  return {
    prepare: (part, context) =>
      run({ method: "prepare", key: context.key, text: part.text }, context, () => {
        prepared += 1;
        return draftPart(part, `${context.key}.${prepared}`, name, capabilities);
      }),
    publish: async (draft, context) => {
      const body = readDraft(draft, name);
      const { key, replyTo, clock } = context;
      return run({ method: "publish", key, text: body.text }, context, (state) =>
        network.publish({ body, key, replyTo, nowMs: clock.now(), state }),
      );
    },
    ...(capabilities.repeat.find !== "none" && {
      find: async (draft, context) => {
        const { text } = readDraft(draft, name);
        return run({ method: "find", key: context.key, text }, context, () => network.find(context.key));
      },
    }),
    ...(capabilities.edit && {
      revise: async (ref, draft, context) => {
        const body = readDraft(draft, name);
        return run({ method: "revise", text: body.text }, context, () => network.revise(ref.id, body));
      },
    }),
    ...(capabilities.delete && {
      retract: (ref, context) => run({ method: "retract" }, context, () => network.retract(ref.id)),
    }),
    ...(capabilities.pin && {
      pin: (ref, context) => run({ method: "pin" }, context, () => network.pin(ref.id)),
      unpin: (ref, context) => run({ method: "unpin" }, context, () => network.unpin(ref.id)),
    }),
  };
}

type Publishing = Pick<Adapter, "prepare" | "publish" | "find" | "revise" | "retract" | "pin" | "unpin">;

function listening(
  capabilities: Capabilities,
  inbox: FakeInbox,
  run: Run,
  secret: Secret | undefined,
): Pick<Adapter, "listen" | "receive"> {
  const { modes } = capabilities.listening;
  return {
    ...((modes.includes("stream") || modes.includes("poll")) && {
      listen: (query, context) => {
        const items = inbox.listen(query, context);
        return (async function* () {
          await run({ method: "listen" }, { ...context, lane: "routine" }, () => undefined);
          yield* items;
        })();
      },
    }),
    ...(modes.includes("webhook") && { receive: (request) => receiveWebhook(request, secret) }),
  };
}

function account(
  name: string,
  network: FakeNetwork,
  run: Run,
  result: CheckResult | undefined,
): Pick<Adapter, "profile" | "recentPosts" | "check"> {
  const own = { id: "account-1", handle: "account@example.org", url: `https://${name}.example/account` };
  const check = result ?? { ready: true, account: own, problems: [] };
  return {
    profile: (_handle, context) => run({ method: "profile" }, context, () => ({ ...own, posts: network.posts.length })),
    recentPosts: (_handle, limit, context) =>
      run({ method: "recentPosts" }, context, () =>
        network.posts
          .slice(-limit)
          .reverse()
          .map(({ receipt, text, at }) => ({ ref: { id: receipt.id }, text, createdAt: at })),
      ),
    check: (context) => run({ method: "check" }, context, () => check),
  };
}
