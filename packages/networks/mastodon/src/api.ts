import { BadResponseError, ConfigError, isCarecastError, revealSecret } from "@carecast/adapter";
import { createHttp, reader, type Http } from "@carecast/adapter-kit";
import * as z from "zod/mini";
import { toError } from "./errors.ts";
import { readInstance, type Instance } from "./instance.ts";
import type { MastodonOptions } from "./options.ts";

const text = z.nullish(z.string());
/** `custom` where a check would bring more of zod along than it is worth. */
const id = z.custom<string>((value) => typeof value === "string" && value !== "");
const number = z.nullish(z.number());

/** @see https://docs.joinmastodon.org/entities/Account/ */
const accountSchema = z.object({
  id,
  acct: id,
  display_name: text,
  url: text,
  bot: z.nullish(z.boolean()),
  followers_count: number,
  following_count: number,
  statuses_count: number,
});
export type Account = z.infer<typeof accountSchema>;
/** Our own account: the last three are there only when something is wrong with it. */
export const ownAccountSchema = z.extend(accountSchema, {
  limited: z.nullish(z.boolean()),
  suspended: z.nullish(z.boolean()),
  moved: z.nullish(z.object({ acct: id })),
});
export const readAccount = reader(accountSchema);

/** @see https://docs.joinmastodon.org/entities/Status/ */
const statusSchema = z.object({
  id,
  created_at: id,
  edited_at: text,
  uri: text,
  url: text,
  account: accountSchema,
  content: z.string(),
  language: text,
  spoiler_text: text,
  visibility: text,
  in_reply_to_id: text,
  in_reply_to_account_id: text,
  reblog: z.nullish(z.object({ id })),
  mentions: z.nullish(z.array(z.object({ id }))),
  tags: z.nullish(z.array(z.object({ name: z.string() }))),
  media_attachments: z.nullish(
    z.array(z.object({ id, type: z.string(), url: text, preview_url: text, remote_url: text, description: text })),
  ),
  replies_count: number,
  reblogs_count: number,
  favourites_count: number,
});
export type Status = z.infer<typeof statusSchema>;
export const parseStatus = (value: unknown): Status | undefined => z.safeParse(statusSchema, value).data;
export const statusesSchema = z.array(statusSchema);
export const readStatuses = reader(statusesSchema);

/** What a new or changed post must show before it counts as one; a `ScheduledStatus` has no `url`. */
const postedSchema = z.object({ id, url: z.string(), created_at: id, edited_at: text });
export type Posted = z.infer<typeof postedSchema>;
export const readPosted = reader(postedSchema);

/** What a pinned or unpinned post must show; only the author sees `pinned`. */
export const readPinned = reader(z.object({ id, pinned: z.nullish(z.boolean()) }));

/** @see https://docs.joinmastodon.org/entities/MediaAttachment/ : `url` is null while the file is processed. */
export const readMedia = reader(z.object({ id, url: text }));

/** @see https://docs.joinmastodon.org/entities/Application/ : `scopes` came with 4.3. */
export const readApp = reader(z.object({ scopes: z.optional(z.array(z.string())) }));

/** The body of an answer whose headers are wanted too. */
export function parseHeadered<T>(schema: z.ZodMiniType<T>, json: unknown): T {
  const result = z.safeParse(schema, json);
  if (result.success) return result.data;
  throw new BadResponseError("mastodon: the answer has another shape.", { network: "mastodon", outcome: "not-sent" });
}

/** What several parts of the adapter ask the instance. */
export interface Api {
  readonly http: Http;
  /** Our own account; asked once. */
  ownAccount(signal?: AbortSignal): Promise<Account>;
  /** The limits and addresses of the instance. Caches may answer this: its rate headers can be somebody else's. */
  instance(signal?: AbortSignal): Promise<Instance>;
  /** What `instance` answered last. */
  knownInstance(): Instance | undefined;
}

export function createApi(options: MastodonOptions): Api {
  const http = createHttp({
    network: "mastodon",
    baseUrl: options.baseUrl,
    transport: options.transport,
    timeoutMs: options.timeoutMs,
    authorize: createAuthorize(options),
    toError,
  });
  let own: Account | undefined;
  let known: Instance | undefined;

  return {
    http,
    knownInstance: () => known,
    async ownAccount(signal) {
      own ??= await http.json({ path: "/api/v1/accounts/verify_credentials", signal }, readAccount);
      return own;
    },
    async instance(signal) {
      try {
        known = await http.json({ path: "/api/v2/instance", signal }, readInstance);
      } catch (error) {
        if (!isCarecastError(error) || error.status !== 404) throw error;
        known = await http.json({ path: "/api/v1/instance", signal }, readInstance);
      }
      return known;
    },
  };
}

/** A string is made into headers once, a function is asked before each request. */
function createAuthorize({
  accessToken,
}: MastodonOptions): () => Record<string, string> | Promise<Record<string, string>> {
  if (typeof accessToken !== "string") return async () => toHeaders(await revealSecret(accessToken));
  const headers = toHeaders(accessToken);
  return () => headers;
}

function toHeaders(token: string): Record<string, string> {
  // fetch quotes a header that it refuses, so a token with a line break would be printed.
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new ConfigError(
      "mastodon: accessToken holds a character that no token has; check for spaces and line breaks.",
      {
        network: "mastodon",
        path: "accessToken",
      },
    );
  }
  return { authorization: `Bearer ${token}` };
}
