// A fake adapter for tests of applications
export { fakeAdapter } from "./fake/fake-adapter.ts";
export type { FakeAdapter, FakeAdapterOptions } from "./fake/fake-adapter.ts";
export type { FakeBehaviour, FakeCall, FakeMethod, FakeOutcome } from "./fake/fake-behaviour.ts";
export type { DeepPartial, PartialCapabilities } from "./fake/fake-capabilities.ts";
export type { FakeFeedback } from "./fake/fake-inbox.ts";
export type { FakeBody, FakeMedia, FakePoll, FakePost } from "./fake/fake-post.ts";
export type { FakeRates } from "./fake/fake-rates.ts";

// Time that a test moves
export { manualClock } from "./manual-clock.ts";
export type { ManualClock } from "./manual-clock.ts";

// Tokens that outlive an adapter
export { memoryTokenStore } from "./memory-token-store.ts";
export type { MemoryTokenStore } from "./memory-token-store.ts";

// What can go wrong
export type { Fault } from "./fault.ts";

// The contract suite
export { testAdapter } from "./contract/test-adapter.ts";
export { runContract } from "./contract/run-contract.ts";
export type { ContractOptions } from "./contract/contract-options.ts";
export type { ContractPromise } from "./contract/check.ts";
export type { ContractResult } from "./contract/run-contract.ts";
export type {
  AdapterVariant,
  Awaitable,
  ContractHarness,
  FaultOrder,
  NetworkHarness,
  PeopleHarness,
  RequestKind,
  Saying,
  SeenPost,
  WebhookHarness,
} from "./contract/harness.ts";
