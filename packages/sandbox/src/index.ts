// Networks over real HTTP
export { startSandbox } from "./start-sandbox.ts";
export type { Sandbox, SandboxOptions } from "./start-sandbox.ts";

// The servers that a sandbox holds
export type { MastodonAccount, MastodonOptions, MastodonServer } from "./mastodon/build-mastodon.ts";
export type { MastodonPost } from "./mastodon/list-posts.ts";
export type { MediaKind, Visibility } from "./mastodon/state.ts";
export type { MastodonByOptions, MastodonOthers } from "./mastodon/others.ts";
export type { BlueskyLogin, BlueskyOptions, BlueskyServer } from "./bluesky/build-bluesky.ts";
export type { RateLimits } from "./bluesky/rate-limits.ts";
export type { BlueskyPost } from "./bluesky/list-posts.ts";
export type { PlainAccount, PlainOptions, PlainServer } from "./plain/build-plain.ts";
export type { PlainPost } from "./plain/list-posts.ts";
export type { PlainLever } from "./plain/state.ts";
export type { RateLimit } from "./shared/budget.ts";
export type { NetworkServer, SandboxClock, SocialServer } from "./shared/network-server.ts";
export type { LoggedRequest, RequestLog } from "./shared/request-log.ts";
export type { ByOptions, Made, Others, ToOptions } from "./shared/others.ts";

// Faults to order
export type {
  AcceptThenDrop,
  BrokenThread,
  DropBefore,
  ErrorWith200,
  ExpiredToken,
  Fault,
  FaultKind,
  MediaFailure,
  NotJson,
  OnMedia,
  OnRequest,
  OnStream,
  RateLimited,
  RequestFault,
  ServerError,
  SlowAnswer,
  SlowMedia,
  StreamDrop,
  StreamDuplicate,
  StreamMalformed,
  WithoutId,
} from "./faults/fault.ts";
export type { Faults, FiredFault, OrderedFault } from "./faults/faults.ts";
