import { AuthError, CarecastError, HeldError, NetworkError, PlatformError, RateLimitedError } from "@carecast/adapter";
import { fakeSecrets } from "../fake-harness.ts";
import { changingError, type Mutant } from "./mutant.ts";

let calls = 0;
const network = "fake";

export const outcomeMutants: readonly Mutant[] = [
  {
    name: "takes every answer for a success",
    caughtBy: /: says what is known of the post after/,
    spoil: (adapter) => ({
      ...adapter,
      publish: (draft, context) =>
        adapter.publish(draft, context).catch(() => ({ state: "delivered", id: "1", at: "2026-01-01T00:00:00Z" })),
    }),
  },
  {
    name: "calls every lost call not-sent",
    caughtBy: /: says what is known of the post after (drop|server-error|ok-without-id|not-json|truncated)/,
    spoil: changingError(({ code, message }) => new CarecastError(code, message, { network })),
  },
  {
    name: "calls every failure unknown",
    caughtBy: /: (says what is known of the post after rate-limited|calls (an unreachable|a wrong)|renews an expired)/,
    spoil: changingError(({ code, message, retryable }) => {
      return new CarecastError(code, message, { network, retryable, outcome: "unknown" });
    }),
  },
  {
    name: "calls every failure a refusal by the platform",
    caughtBy: /: says what is known of the post after (drop|rate-limited|ok-without-id|not-json|truncated)/,
    spoil: changingError(({ outcome }) => new PlatformError("No.", { network, outcome })),
  },
  {
    name: "sends again when it fails",
    caughtBy: /: does not repeat the irreversible request/,
    spoil: (adapter) => ({
      ...adapter,
      publish: (draft, context) => adapter.publish(draft, context).catch(() => adapter.publish(draft, context)),
    }),
  },
  {
    name: "does not say when to come back",
    caughtBy: /: says when to come back/,
    spoil: changingError((error) =>
      error.code === "rate-limited" ? new RateLimitedError("Wait.", { network }) : error,
    ),
  },
  {
    name: "takes seconds for milliseconds",
    caughtBy: /: says when to come back/,
    spoil: changingError(({ retryAt = 0 }) => new RateLimitedError("Wait.", { network, retryAt: retryAt / 1000 })),
  },
  {
    name: "calls a wrong credential a bad connection",
    caughtBy: /: calls a wrong credential auth/,
    spoil: changingError((error) => (error.code === "auth" ? new NetworkError("No answer.", { network }) : error)),
  },
  {
    name: "calls a wrong credential worth another try",
    caughtBy: /: calls a wrong credential auth/,
    spoil: changingError((error) =>
      error.code === "auth" ? new AuthError("No.", { network, retryable: true }) : error,
    ),
  },
  {
    name: "tries an expired credential again and again",
    caughtBy: /: renews an expired credential once/,
    spoil: (adapter) => {
      const again = (draft: Parameters<typeof adapter.publish>[0], context: Parameters<typeof adapter.publish>[1]) =>
        adapter.publish(draft, context).catch(() => adapter.publish(draft, context));
      return {
        ...adapter,
        publish: async (draft, context) => {
          await again(draft, context);
          return again(draft, { ...context, key: `${context.key}.again` });
        },
      };
    },
  },
];

export const repeatMutants: readonly Mutant[] = [
  {
    name: "uses another key on each call",
    caughtBy: /: makes one post (of a draft|when the answer was lost)/,
    spoil: (adapter) => ({
      ...adapter,
      publish: (draft, context) => adapter.publish(draft, { ...context, key: `${context.key}.${(calls += 1)}` }),
    }),
  },
  {
    name: "never finds a post",
    caughtBy: /: finds the post (of a draft|whose answer was lost)/,
    spoil: (adapter) => ({ ...adapter, find: async () => ({ found: false, certain: true }) }),
  },
  {
    name: "is not certain where it says that it is",
    caughtBy: /: finds the post of a draft/,
    spoil: (adapter) => ({
      ...adapter,
      find: async (draft, context) => {
        const result = await adapter.find?.(draft, context);
        return result?.found ? result : { found: false, certain: false };
      },
    }),
  },
  {
    name: "finds a post that is not there",
    caughtBy: /: (settles the outcome after|finds the post)/,
    spoil: (adapter) => ({
      ...adapter,
      find: async () => ({
        found: true,
        receipt: { state: "delivered", id: "999", at: "2026-01-01T00:00:00Z" },
      }),
    }),
  },
  {
    name: "doubles a post whose answer was lost",
    caughtBy: /: settles the outcome after (drop-after|server-error-after|ok-without-id|truncated)/,
    options: { capabilities: { repeat: { find: "none" } } },
    spoil: (adapter) => ({
      ...adapter,
      publish: (draft, context) => adapter.publish(draft, { ...context, key: `${context.key}.${(calls += 1)}` }),
    }),
  },
  {
    name: "calls a refused duplicate not-sent",
    caughtBy: /: (makes one post|settles the outcome after (drop-after|server-error-after|ok-without-id|truncated))/,
    options: { capabilities: { repeat: { lever: "duplicate-refusal", find: "none" } } },
    spoil: changingError((error) => (error.outcome === "sent" ? new PlatformError("No.", { network }) : error)),
  },
];

const documented = /^documented errors: throws only documented errors/;
const tight = /^no secrets: carries no secret and nobody's words/;

export const errorMutants: readonly Mutant[] = [
  { name: "throws plain errors", caughtBy: documented, spoil: changingError(() => new Error("fetch failed")) },
  { name: "throws the root class", caughtBy: documented, spoil: changingError(({ code }) => rootOf(code)) },
  {
    name: "throws what belongs to core",
    caughtBy: documented,
    spoil: changingError(() => new HeldError("No.", { network })),
  },
  { name: "does not name its network", caughtBy: documented, spoil: changingError(() => new PlatformError("No.")) },
  {
    name: "keeps the HTTP client's error as the cause",
    caughtBy: documented,
    spoil: changingError((error) => Object.assign(error, { cause: new TypeError("fetch failed") })),
  },
  {
    name: "prints its token in the message",
    caughtBy: tight,
    spoil: changingError(() => new PlatformError(`No: ${fakeSecrets[0]}`, { network })),
  },
  {
    name: "carries its encoded token in a hidden property",
    caughtBy: tight,
    spoil: changingError((error) =>
      Object.defineProperty(error, "request", { value: { auth: btoa(fakeSecrets[0]) }, enumerable: false }),
    ),
  },
  {
    name: "carries its token under a symbol, deep inside",
    caughtBy: tight,
    spoil: changingError((error) =>
      Object.assign(error, { [Symbol("response")]: new Map([["headers", new Headers({ key: fakeSecrets[0] })]]) }),
    ),
  },
  {
    name: "prints the address with its query",
    caughtBy: tight,
    spoil: changingError(() => new PlatformError("GET https://fake.example/posts?limit=1 failed", { network })),
  },
  {
    name: "prints a header",
    caughtBy: tight,
    spoil: changingError(() => new PlatformError("Authorization: hidden", { network })),
  },
  {
    name: "repeats the text that is too long",
    caughtBy: /: carries nobody's words in the refusal/,
    spoil: (adapter) => ({
      ...adapter,
      prepare: (part, context) =>
        adapter.prepare(part, context).catch(() => {
          throw new PlatformError(`Too long: ${part.text}`, { network });
        }),
    }),
  },
  {
    name: "logs what it does",
    caughtBy: /: writes nothing to the console/,
    spoil: (adapter) => ({
      ...adapter,
      publish: (draft, context) => {
        console.debug("publishing");
        return adapter.publish(draft, context);
      },
    }),
  },
];

function rootOf(code: CarecastError["code"]): CarecastError {
  return new CarecastError(code, "No.", { network });
}
