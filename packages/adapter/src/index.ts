// The contract
export type { Adapter, CallContext, Draft, FindResult, PrepareContext, PublishContext } from "./adapter.ts";
export type { CheckProblem, CheckResult, Profile, RecentPost } from "./account.ts";

// What goes out
export type { LinkCard, Part, PartMedia, Poll } from "./part.ts";
export type { PostRef, Receipt, ReplyTarget } from "./post-ref.ts";

// What a call brings along
export type { RateState } from "./rate-state.ts";
export type { TokenStore } from "./token-store.ts";

// What comes in
export type { Author, Feedback, FeedbackKind, FeedbackMedia } from "./feedback.ts";
export type { Inbound, ListenContext, ListenQuery, Received, StreamFact } from "./listening.ts";

// What a network can do
export type {
  ApiCapabilities,
  Capabilities,
  ListeningCapabilities,
  MediaCapabilities,
  MediaRule,
  PollCapabilities,
  RateBudget,
  RepeatCapabilities,
  RepeatLever,
  TextCapabilities,
  TextLimit,
  TextUnit,
} from "./capabilities.ts";

// Errors
export { CarecastError, isCarecastError } from "./error.ts";
export type { ErrorCode, ErrorDetails, Outcome } from "./error.ts";
export {
  AuthError,
  BadResponseError,
  BlockedError,
  ConfigError,
  HeldError,
  InvalidPostError,
  LedgerError,
  NetworkError,
  PlatformError,
  RateLimitedError,
  StreamError,
  UnsupportedError,
} from "./errors.ts";
export type { Violation } from "./errors.ts";

// Small shared things
export { systemClock } from "./clock.ts";
export type { Clock } from "./clock.ts";
export { revealSecret } from "./secret.ts";
export type { Secret } from "./secret.ts";
export type { Json } from "./json.ts";
export type { Audience, IsoDateTime, LanguageTag, Lane } from "./words.ts";
