/** What fetching one picture or video from an address may cost. */
export interface FetchLimits {
  /** Default 104,857,600 (100 MiB). */
  readonly maxBytes?: number;
  /** The whole of it, redirects and body included. Default 60,000. */
  readonly timeoutMs?: number;
}
