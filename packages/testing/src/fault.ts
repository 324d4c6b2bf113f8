/**
 * What can go wrong between an adapter and its network, named by what the wire does.
 *
 * | fault | the network |
 * |---|---|
 * | `drop-before` | closes the connection and has not done what was asked |
 * | `drop-after` | does what was asked, then closes the connection without an answer |
 * | `hang` | takes the request and never answers |
 * | `server-error-before` | answers 5xx and has not done what was asked |
 * | `server-error-after` | does what was asked, then answers 5xx |
 * | `rate-limited` | answers 429 and says how long to wait |
 * | `rate-limited-bare` | answers 429 and says nothing more |
 * | `token-expired` | answers as it does to a credential that has ended |
 * | `ok-with-error` | answers 200 with an error inside |
 * | `ok-without-id` | answers 200 without the id of the post |
 * | `not-json` | answers 200 with a page for people |
 * | `truncated` | answers 200 with the first half of the right body |
 * | `slow-media` | takes several polls before uploaded media are ready |
 */
export type Fault =
  | "drop-before"
  | "drop-after"
  | "hang"
  | "server-error-before"
  | "server-error-after"
  | "rate-limited"
  | "rate-limited-bare"
  | "token-expired"
  | "ok-with-error"
  | "ok-without-id"
  | "not-json"
  | "truncated"
  | "slow-media";

/** All of them: the compiler complains when one is missing here. */
const known: Record<Fault, true> = {
  "drop-before": true,
  "drop-after": true,
  hang: true,
  "server-error-before": true,
  "server-error-after": true,
  "rate-limited": true,
  "rate-limited-bare": true,
  "token-expired": true,
  "ok-with-error": true,
  "ok-without-id": true,
  "not-json": true,
  truncated: true,
  "slow-media": true,
};

/** Every fault, by name. */
// The keys of `known` are exactly the faults.
export const faults = Object.keys(known) as readonly Fault[];
