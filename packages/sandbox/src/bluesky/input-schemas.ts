import type { Format, ObjectSchema, Schema } from "./lexicon.ts";

/** What the methods want, after the lexicons in bluesky-social/atproto. */

const text: Schema = { type: "string" };
const flag: Schema = { type: "boolean" };
const many: Schema = { type: "array", items: text };
const formatted = (format: Format): Schema => ({ type: "string", format });
const upTo = (maximum: number, minimum = 1): Schema => ({ type: "integer", minimum, maximum });
const object = (required: readonly string[], properties: Readonly<Record<string, Schema>>): ObjectSchema => ({
  type: "object",
  required,
  properties,
});

const repo = formatted("at-identifier");
const collection = formatted("nsid");
const rkey: Schema = { type: "string", format: "record-key", maxLength: 512 };
const record: Schema = { type: "data" };
const swapCommit = formatted("cid");
const swapRecord: Schema = { type: "string", format: "cid", nullable: true };

const write = (
  kind: string,
  required: readonly string[],
  properties: Readonly<Record<string, Schema>>,
): Readonly<Record<string, Schema>> => ({
  [`com.atproto.repo.applyWrites#${kind}`]: object(required, properties),
});

export const createSession = object(["identifier", "password"], { identifier: text, password: text });
export const createRecord = object(["repo", "collection", "record"], {
  repo,
  collection,
  rkey,
  validate: flag,
  record,
  swapCommit,
});
export const putRecord = object(["repo", "collection", "rkey", "record"], {
  repo,
  collection,
  rkey,
  validate: flag,
  record,
  swapRecord,
  swapCommit,
});
export const deleteRecord = object(["repo", "collection", "rkey"], {
  repo,
  collection,
  rkey,
  swapRecord: formatted("cid"),
  swapCommit,
});
export const applyWrites = object(["repo", "writes"], {
  repo,
  validate: flag,
  writes: {
    type: "array",
    items: {
      type: "union",
      refs: {
        ...write("create", ["collection", "value"], { collection, rkey, value: record }),
        ...write("update", ["collection", "rkey", "value"], { collection, rkey, value: record }),
        ...write("delete", ["collection", "rkey"], { collection, rkey }),
      },
    },
  },
  swapCommit,
});
export const updateSeen = object(["seenAt"], { seenAt: formatted("datetime") });

export const getRecord = object(["repo", "collection", "rkey"], { repo, collection, rkey, cid: formatted("cid") });
export const listRecords = object(["repo", "collection"], {
  repo,
  collection,
  limit: upTo(100),
  cursor: text,
  reverse: flag,
});
export const describeRepo = object(["repo"], { repo });
export const getBlob = object(["did", "cid"], { did: formatted("did"), cid: formatted("cid") });
export const resolveHandle = object(["handle"], { handle: formatted("handle") });
export const getServiceAuth = object(["aud"], { aud: text, exp: { type: "integer" }, lxm: formatted("nsid") });
export const uploadVideo = object(["did", "name"], { did: formatted("did"), name: text });
export const getJobStatus = object(["jobId"], { jobId: text });
export const getProfile = object(["actor"], { actor: repo });
export const getPosts = object(["uris"], {
  uris: { type: "array", items: formatted("at-uri"), maxLength: 25 },
});
export const getPostThread = object(["uri"], {
  uri: formatted("at-uri"),
  depth: upTo(1000, 0),
  parentHeight: upTo(1000, 0),
});
export const getAuthorFeed = object(["actor"], {
  actor: repo,
  limit: upTo(100),
  cursor: text,
  filter: text,
  includePins: flag,
});
export const searchPosts = object(["q"], {
  q: text,
  since: text,
  until: text,
  mentions: repo,
  author: repo,
  lang: formatted("language"),
  tag: { type: "array", items: { type: "string", maxLength: 640, maxGraphemes: 64 } },
  limit: upTo(100),
  cursor: text,
});
export const listNotifications = object([], { reasons: many, limit: upTo(100), cursor: text });
