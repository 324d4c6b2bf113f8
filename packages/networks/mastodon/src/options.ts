import type { Secret } from "@carecast/adapter";
import { parseBaseUrl, parseOptions, secretOption, type Transport } from "@carecast/adapter-kit";
import * as z from "zod/mini";

/** What `mastodon` needs to speak for one account. */
export interface MastodonOptions {
  /** The instance: `https://social.example.org`. `http:` is accepted on this machine only. */
  readonly baseUrl: string;
  /**
   * A user token of the account, or a function that fetches one, asked before each request. The README lists the
   * scopes. Mastodon's tokens do not expire; a revoked one answers with an `AuthError`.
   */
  readonly accessToken: Secret;
  /**
   * The server that streams. Default: the one that the instance names in `configuration.urls.streaming`, else
   * `baseUrl`. Danger: the token is sent there too.
   */
  readonly streamingUrl?: string | undefined;
  /** Milliseconds that one request may take. Default 30 000. */
  readonly timeoutMs?: number | undefined;
  /** What sends the requests. Default: undici on Node, ky elsewhere. */
  readonly transport?: Transport | undefined;
}

const schema = z.strictObject({
  baseUrl: z.string(),
  accessToken: secretOption,
  streamingUrl: z.optional(z.string()),
  timeoutMs: z.optional(z.custom<number>((value) => Number(value) >= 1, "must be at least 1 (milliseconds)")),
  transport: z.optional(
    z.custom<Transport>(
      (value) => typeof (value as Transport | null)?.send === "function",
      "must have a function send",
    ),
  ),
});

/** @throws ConfigError that names the option. */
export function readOptions(input: unknown): MastodonOptions {
  const options: MastodonOptions = parseOptions("mastodon", schema, input);
  const { streamingUrl } = options;
  return streamingUrl === undefined
    ? options
    : { ...options, streamingUrl: parseBaseUrl("mastodon", toHttpScheme(streamingUrl), "streamingUrl") };
}

/** Instances name the address of their WebSocket; the event stream lives at the same place. */
export function toHttpScheme(url: string): string {
  return url.replace(/^ws(s?):/i, "http$1:");
}
