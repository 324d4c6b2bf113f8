import { ConfigError, type Secret } from "@carecast/adapter";
import { parseBaseUrl, parseOptions, secretOption, type Transport } from "@carecast/adapter-kit";
import * as z from "zod/mini";

/** What `bluesky` needs to speak for one account. */
export interface BlueskyOptions {
  /**
   * Where the account logs in: `https://bsky.social` (default) or a self-hosted server. `http:` is accepted on this
   * machine only. Posts go to the server that the account's DID document names, which can be another one.
   */
  readonly service?: string | undefined;
  /** The account's handle or DID: `clinic.example.org`. */
  readonly identifier: string;
  /**
   * An app password (Settings, Privacy and security, App passwords), or a function that fetches one, asked at each
   * login. Never the account's own password: that one cannot be taken back without changing it everywhere.
   * While a session is in the ledger (`encryptionKey` of `createCarecast`) nobody logs in, so a wrong one shows late.
   */
  readonly password: Secret;
  /** Milliseconds between two looks for feedback, at least 1000. Default 15 000. */
  readonly pollEveryMs?: number | undefined;
  /**
   * A Jetstream server (version 1, JSON): `wss://jetstream.example.org/subscribe`. Left out, hashtags are searched by
   * polling. With it, mentions, replies and hashtags come within seconds, and deletions are told. Danger: it delivers
   * every public post of the network (some 100 kB a second), which are filtered here.
   */
  readonly jetstream?: string | undefined;
  /**
   * The service that takes videos. Default: `https://video.bsky.app` for accounts on Bluesky's own servers; others
   * upload to their own server, and the network processes the video after the post is there.
   */
  readonly videoService?: string | undefined;
  /** Milliseconds that one request may take; uploads of videos have 15 minutes. Default 30 000. */
  readonly timeoutMs?: number | undefined;
  /** What sends the requests. Default: undici on Node, ky elsewhere. */
  readonly transport?: Transport | undefined;
}

/** The options with their defaults, every address checked. */
export interface ReadOptions extends BlueskyOptions {
  readonly service: string;
  readonly pollEveryMs: number;
}

const longestTimerMs = 2_147_483_647;

const schema = z.strictObject({
  service: z.optional(z.string()),
  identifier: z.string().check(z.minLength(1)),
  password: secretOption,
  pollEveryMs: z.optional(z.number().check(z.minimum(1_000), z.maximum(longestTimerMs))),
  jetstream: z.optional(z.string()),
  videoService: z.optional(z.string()),
  timeoutMs: z.optional(z.number().check(z.minimum(1), z.maximum(longestTimerMs))),
  transport: z.optional(
    z.custom<Transport>(
      (value) => typeof (value as Transport | null)?.send === "function",
      "must have a function send",
    ),
  ),
});

/** @throws ConfigError that names the option. */
export function readOptions(input: unknown): ReadOptions {
  const options: BlueskyOptions = parseOptions("bluesky", schema, input);
  const { service = "https://bsky.social", pollEveryMs = 15_000, jetstream, videoService } = options;
  return {
    ...options,
    identifier: options.identifier.replace(/^@/, ""),
    service: parseBaseUrl("bluesky", service, "service"),
    pollEveryMs,
    ...(jetstream !== undefined && { jetstream: readSocketUrl(jetstream) }),
    ...(videoService !== undefined && { videoService: parseBaseUrl("bluesky", videoService, "videoService") }),
  };
}

function readSocketUrl(url: string): string {
  if (!/^wss?:/i.test(url)) {
    throw new ConfigError("bluesky: jetstream must begin with wss:// (ws:// is allowed on this machine only).", {
      network: "bluesky",
      path: "jetstream",
    });
  }
  // The rules for a host are the same as for HTTP.
  const checked = parseBaseUrl("bluesky", url.replace(/^ws/i, "http"), "jetstream").replace(/^http/, "ws");
  return new URL(checked).pathname === "/" ? `${checked}/subscribe` : checked;
}
