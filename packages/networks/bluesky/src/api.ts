import { BadResponseError, type CallContext } from "@carecast/adapter";
import { reader, type Http, type HttpAnswer, type HttpRequest } from "@carecast/adapter-kit";
import * as z from "zod/mini";
import { bearer, type Session } from "./entryway.ts";
import { isStaleToken } from "./errors.ts";
import type { ReadOptions } from "./options.ts";
import { createSessions, type SessionContext } from "./session.ts";

export const profileCollection = "app.bsky.actor.profile";
export const postCollection = "app.bsky.feed.post";

const text = z.string().check(z.minLength(1));
const count = z.catch(z.optional(z.number()), undefined);

/** @see https://github.com/bluesky-social/atproto/blob/main/lexicons/com/atproto/repo/strongRef.json */
export const readWritten = reader(z.object({ uri: text, cid: text }));
export type Written = ReturnType<typeof readWritten>;

/** @see https://docs.bsky.app/docs/api/com-atproto-repo-get-record */
export const readRecord = reader(z.object({ uri: text, cid: text, value: z.unknown() }));

/** @see https://atproto.com/specs/data-model#blob-type */
export const blobSchema = z.object({
  $type: z.literal("blob"),
  ref: z.object({ $link: text }),
  mimeType: text,
  size: z.number(),
});
export type BlobRef = z.infer<typeof blobSchema>;

export const readDid = reader(z.object({ did: text }));

const label = z.object({ val: z.string(), src: z.optional(z.string()) });
const authorShape = {
  did: text,
  handle: text,
  displayName: z.catch(z.optional(z.string()), undefined),
  labels: z.catch(z.optional(z.array(label)), undefined),
};
const authorSchema = z.object(authorShape);
export type AuthorView = z.infer<typeof authorSchema>;

/** @see https://github.com/bluesky-social/atproto/blob/main/lexicons/app/bsky/actor/defs.json */
export const readProfile = reader(
  z.object({ ...authorShape, followersCount: count, followsCount: count, postsCount: count }),
);

/** @see https://github.com/bluesky-social/atproto/blob/main/lexicons/app/bsky/feed/defs.json */
const postViewSchema = z.object({
  uri: text,
  cid: text,
  author: authorSchema,
  record: z.unknown(),
  embed: z.optional(z.unknown()),
  indexedAt: text,
  replyCount: count,
  repostCount: count,
  likeCount: count,
});
export type PostView = z.infer<typeof postViewSchema>;

const cursor = z.optional(z.string());
export const readPosts = reader(z.object({ posts: z.array(postViewSchema), cursor }));
export const readFeed = reader(
  z.object({ feed: z.array(z.object({ post: postViewSchema, reason: z.optional(z.unknown()) })), cursor }),
);

/** @see https://docs.bsky.app/docs/api/app-bsky-notification-list-notifications */
const notificationSchema = z.object({
  uri: text,
  cid: text,
  author: authorSchema,
  reason: text,
  record: z.unknown(),
  indexedAt: text,
});
export const readNotifications = reader(z.object({ notifications: z.array(notificationSchema), cursor }));

/** The shape of a body that came with headers worth reading, which `json` would not hand over. */
export function parseHeadered<T>(schema: z.ZodMiniType<T>, json: unknown): T {
  const result = z.safeParse(schema, json);
  if (result.success) return result.data;
  throw new BadResponseError("bluesky: the answer has another shape.", { network: "bluesky", outcome: "not-sent" });
}

/** What an adapter asks of the account's server. Every request logs in, renews and replays as needed. */
export interface Api {
  session(context: SessionContext): Promise<Session>;
  json<T>(request: ApiRequest, read: (value: unknown) => T, context: ApiContext): Promise<T>;
  answer(request: ApiRequest, context: ApiContext): Promise<HttpAnswer>;
  close(): Promise<void>;
}

/** What every call needs; `lane` is core's affair. */
type ApiContext = SessionContext & Pick<CallContext, "tellRate">;

interface ApiRequest extends Omit<HttpRequest, "path" | "url" | "signal" | "tellRate" | "authorize"> {
  /** The name of the endpoint: `com.atproto.repo.putRecord`. */
  readonly name: string;
}

export function createApi(options: ReadOptions): Api {
  const sessions = createSessions(options);

  async function call<T>(
    { name, ...rest }: ApiRequest,
    context: ApiContext,
    send: (http: Http, request: HttpRequest) => Promise<T>,
  ): Promise<T> {
    const { clock, signal, tellRate } = context;
    const attempt = ({ server, accessToken }: Session): Promise<T> =>
      send(sessions.client(server, clock), {
        ...rest,
        path: `/xrpc/${name}`,
        headers: { ...rest.headers, ...bearer(accessToken) },
        signal,
        tellRate,
      });
    let session = await sessions.current(context);
    for (let isReplay = false; ; isReplay = true) {
      try {
        return await attempt(session);
      } catch (error) {
        // The server refused the token before it did anything: a replay cannot double a post. There is one with a session
        // that was made for it, and none after that.
        if (!isStaleToken(error) || (isReplay && !session.isFromStore)) throw error;
        session = await sessions.renew(session, context);
      }
    }
  }

  return {
    session: async (context) => sessions.current(context),
    json: (request, read, context) => call(request, context, (http, each) => http.json(each, read)),
    answer: (request, context) => call(request, context, (http, each) => http.answer(each)),
    close: () => sessions.close(),
  };
}
