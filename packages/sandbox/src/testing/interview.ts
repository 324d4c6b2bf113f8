import { ask, type Ask } from "./ask.ts";
import { createdAt, type Tokens } from "./open-bluesky.ts";
import { png } from "./files.ts";

/** What a server answered to one question, without what differs from run to run. */
export interface Reply {
  readonly question: string;
  readonly status: number;
  readonly error?: string;
  readonly message?: string;
  /** The names and types of what a good answer holds. */
  readonly shape?: unknown;
}

export interface Login {
  readonly identifier: string;
  readonly password: string;
  readonly did: string;
}

type Params = Readonly<Record<string, string>>;

/** Asks a data server whatever a client could get wrong. `login` and `other` are accounts on it. */
export async function interview(service: string, login: Login, other: Login): Promise<readonly Reply[]> {
  const replies: Reply[] = [];
  const put = async <Body>(question: string, method: string, path: string, options: Ask): Promise<Body> => {
    const answer = await ask(`${service}/xrpc/${path}`, method, options);
    replies.push(toReply(question, answer.status, answer.text));
    return (answer.text.startsWith("{") ? answer.json() : {}) as Body;
  };
  await askSessions(put, login);
  const tokens = await put<Tokens>("log in", "POST", `${server}createSession`, { json: credentials(login) });
  const desk: Desk = {
    did: login.did,
    identifier: login.identifier,
    other: other.did,
    post: (question, method, json, options = {}) =>
      put(question, "POST", method, { token: tokens.accessJwt, ...(json === undefined ? {} : { json }), ...options }),
    get: (question, method, params = {}, options = {}) =>
      put(question, "GET", `${method}?${new URLSearchParams(params).toString()}`, {
        token: tokens.accessJwt,
        ...options,
      }),
  };
  await askTokens(desk, tokens);
  await askCreate(desk);
  await askPut(desk);
  await askReading(desk);
  await askApply(desk);
  await askBlobs(desk);
  await askServices(desk);
  await desk.post("end a session by an access token", `${server}deleteSession`);
  await desk.post("end a session", `${server}deleteSession`, undefined, { token: tokens.refreshJwt });
  await desk.post("refresh an ended session", `${server}refreshSession`, undefined, { token: tokens.refreshJwt });
  return replies;
}

type Put = <Body>(question: string, method: string, path: string, options: Ask) => Promise<Body>;

interface Desk {
  readonly did: string;
  readonly identifier: string;
  readonly other: string;
  post<Body>(question: string, method: string, json?: unknown, options?: Ask): Promise<Body>;
  get<Body>(question: string, method: string, params?: Params, options?: Ask): Promise<Body>;
}

const server = "com.atproto.server.";
const repo = "com.atproto.repo.";
const collection = "app.bsky.feed.post";
const rkey = "3ke6kg3wk2222";
const record = { $type: collection, text: "Heat warning", createdAt };
const someCid = "bafyreigbtj4x7ip5legnfznufuopl4sg4knzc2cof6duas4b3q2fy6swua";
const someFile = "bafkreigbtj4x7ip5legnfznufuopl4sg4knzc2cof6duas4b3q2fy6swua";
const nobody = "did:plc:abcdefghijklmnopqrstuvwx";
const stranger = { token: undefined };
const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const credentials = ({ identifier, password }: Login): object => ({ identifier, password });

async function askSessions(put: Put, { identifier }: Login): Promise<void> {
  const path = `${server}createSession`;
  await put("log in with a wrong password", "POST", path, { json: { identifier, password: "wrong" } });
  await put("log in as nobody", "POST", path, { json: { identifier: "nobody.example.org", password: "wrong" } });
  await put("log in without a password", "POST", path, { json: { identifier } });
  await put("log in with broken JSON", "POST", path, { body: bytesOf("{"), type: "application/json" });
  await put("log in with words", "POST", path, { body: bytesOf("x"), type: "text/plain" });
}

async function askTokens({ post, get }: Desk, { accessJwt, refreshJwt }: Tokens): Promise<void> {
  await get("session", `${server}getSession`);
  await get("session without a token", `${server}getSession`, {}, stranger);
  await get("session with a wrong token", `${server}getSession`, {}, { token: "wrong" });
  await get("session with a refresh token", `${server}getSession`, {}, { token: refreshJwt });
  await post("refresh with an access token", `${server}refreshSession`, undefined, { token: accessJwt });
  await post("refresh", `${server}refreshSession`, undefined, { token: refreshJwt });
  await post("refresh again", `${server}refreshSession`, undefined, { token: refreshJwt });
  await get("get a procedure", `${repo}createRecord`);
  await post("post a query", `${repo}getRecord`);
}

async function askCreate({ post, did, identifier, other }: Desk): Promise<void> {
  const create = (question: string, change: object, options?: Ask): Promise<unknown> =>
    post(`create ${question}`, `${repo}createRecord`, { repo: did, collection, record, ...change }, options);
  await create("without a token", {}, stranger);
  await create("without a repo", { repo: undefined });
  await create("without a collection", { collection: undefined });
  await create("in no collection", { collection: "x" });
  await create("without a record", { record: undefined });
  await create("a string", { record: "x" });
  await create("elsewhere", { repo: other });
  await create("nowhere", { repo: nobody });
  await create("in no repo", { repo: "not a repo" });
  await create("with a fraction", { record: { ...record, x: 1.5 } });
  await create("by handle", { repo: identifier });
  await create("under a key", { rkey });
  await create("under the same key", { rkey });
  await create("under a key that is no TID", { rkey: "abc" });
  await create("under a key that is none", { rkey: "a b" });
  await create("under a long key", { collection: "org.example.note", rkey: "x".repeat(513), record: { x: 1 } });
  await create("of an unknown type", { collection: "org.example.note", record: { x: 1 } });
  await create("of an unknown type, checked", { collection: "org.example.note", record: { x: 1 }, validate: true });
  await create("unchecked", { record: { text: 3 }, validate: false });
}

async function askPut({ post, did }: Desk): Promise<void> {
  const put = (question: string, change: object): Promise<{ cid: string }> =>
    post(`put ${question}`, `${repo}putRecord`, { repo: did, collection, rkey, record, ...change });
  const changed = { ...record, text: "Heat warning lifted" };
  const { cid } = await put("the same", {});
  await put("the same as new", { swapRecord: null });
  await put("another as new", { record: changed, swapRecord: null });
  await put("another over a wrong cid", { record: changed, swapRecord: someCid });
  await put("another over no cid", { record: changed, swapRecord: "x" });
  await put("another on a wrong commit", { record: changed, swapCommit: someCid });
  await put("another over the right cid", { record: changed, swapRecord: cid });
  await put("without a key", { rkey: undefined });
  await put("a new one over a cid", { rkey: "3ke6kg3wk2223", swapRecord: someCid });
  await put("a new one as new", { rkey: "3ke6kg3wk2223", swapRecord: null });
}

async function askReading({ post, get, did, identifier }: Desk): Promise<void> {
  const read = (question: string, change: Params, options?: Ask): Promise<unknown> =>
    get(`read ${question}`, `${repo}getRecord`, { repo: did, collection, rkey, ...change }, options);
  await read("a record", {}, stranger);
  await read("by handle", { repo: identifier }, stranger);
  await read("what is not there", { rkey: "3ke6kg3wk2299" });
  await read("from nobody", { repo: nobody }, stranger);
  await read("another version", { cid: someCid });
  await get("read without a key", `${repo}getRecord`, { repo: did, collection });
  const list = (question: string, change: Params): Promise<unknown> =>
    get(`list ${question}`, `${repo}listRecords`, { repo: did, collection, ...change }, stranger);
  await list("two", { limit: "2" });
  await list("in reverse", { reverse: "true" });
  await list("all", {});
  await list("an empty collection", { collection: "org.example.none" });
  await list("too many", { limit: "101" });
  await list("none", { limit: "0" });
  await list("a word", { limit: "x" });
  await list("nobody's", { repo: "nobody.example.org" });
  await get("describe a repo", `${repo}describeRepo`, { repo: did });
  await get("describe nobody's repo", `${repo}describeRepo`, { repo: "nobody.example.org" });
  const remove = (question: string, change: object): Promise<unknown> =>
    post(`delete ${question}`, `${repo}deleteRecord`, { repo: did, collection, rkey: "3ke6kg3wk2223", ...change });
  await remove("a record", {});
  await remove("it again", {});
  await remove("over a wrong cid", { rkey, swapRecord: someCid });
}

async function askApply({ post, did }: Desk): Promise<void> {
  const write = (kind: string, change: object): object => ({
    $type: `${repo}applyWrites#${kind}`,
    collection,
    ...change,
  });
  const apply = (question: string, writes?: readonly object[]): Promise<unknown> =>
    post(`apply ${question}`, `${repo}applyWrites`, { repo: did, writes });
  const key = "3ke6kg3wk2224";
  await apply("two", [write("create", { value: record }), write("create", { value: record, rkey: key })]);
  await apply("a key that is taken", [write("create", { value: record, rkey: key })]);
  await apply("a change of nothing", [write("update", { value: record, rkey: "3ke6kg3wk2277" })]);
  await apply("a change", [write("update", { value: { ...record, text: "x" }, rkey: key })]);
  await apply("a deletion of nothing", [write("delete", { rkey: "3ke6kg3wk2277" })]);
  await apply("a deletion", [write("delete", { rkey: key })]);
  await apply("a bad record", [write("create", { value: { ...record, text: 3 } })]);
  await apply("an empty list", []);
  await apply(
    "too many",
    Array.from({ length: 201 }, () => write("create", { value: record })),
  );
  await apply("a write of no kind", [{ collection, value: record }]);
  await apply("nothing");
}

async function askBlobs({ post, get, did }: Desk): Promise<void> {
  interface Uploaded {
    readonly blob: { readonly ref: { readonly $link: string } };
  }
  const upload = (question: string, options: Ask): Promise<Uploaded> =>
    post(`upload ${question}`, `${repo}uploadBlob`, undefined, { body: png, ...options });
  const { blob } = await upload("a picture", { type: "image/png" });
  await upload("a picture by a wrong name", { type: "image/jpeg" });
  await upload("words", { body: bytesOf("words"), type: "text/plain" });
  await upload("without a type", {});
  await upload("without a token", { type: "image/png", token: undefined });
  const show = (question: string, change: object): Promise<unknown> => {
    const embed = { $type: "app.bsky.embed.images", images: [{ alt: "", image: { ...blob, ...change } }] };
    return post(`show ${question}`, `${repo}createRecord`, { repo: did, collection, record: { ...record, embed } });
  };
  await show("another type", { mimeType: "image/jpeg" });
  await show("another size", { size: 3 });
  await show("an unknown picture", { ref: { $link: someFile } });
  await show("a record as a picture", { ref: { $link: someCid } });
  await show("a picture", {});
  await get("fetch a blob", "com.atproto.sync.getBlob", { did, cid: blob.ref.$link }, stranger);
  await get("fetch an unknown blob", "com.atproto.sync.getBlob", { did, cid: someFile }, stranger);
}

async function askServices({ get, identifier }: Desk): Promise<void> {
  const resolve = (question: string, handle: string): Promise<unknown> =>
    get(`resolve ${question}`, "com.atproto.identity.resolveHandle", { handle }, stranger);
  await resolve("a handle", identifier);
  await resolve("nobody", "nobody.test");
  await resolve("what is no handle", "not a handle");
  const now = Math.floor(Date.now() / 1000);
  const aud = "did:web:example.org";
  const token = (question: string, params: Params): Promise<unknown> =>
    get(`token ${question}`, `${server}getServiceAuth`, params);
  await token("for half an hour", { aud, lxm: `${repo}uploadBlob`, exp: String(now + 1800) });
  await token("for too long", { aud, lxm: `${repo}uploadBlob`, exp: String(now + 3700) });
  await token("for the past", { aud, lxm: `${repo}uploadBlob`, exp: String(now - 10) });
  await token("for everything, for too long", { aud, exp: String(now + 100) });
  await token("for no service", { aud: "example", lxm: `${repo}uploadBlob` });
  await get("describe the server", `${server}describeServer`, {}, stranger);
}

function toReply(question: string, status: number, text: string): Reply {
  const body: unknown = text.startsWith("{") ? JSON.parse(text) : text === "" ? "" : "something";
  if (status === 200) return { question, status, shape: shapeOf(body) };
  const { error = "", message = "" } = body as { error?: string; message?: string };
  const steady = message.replaceAll(/did:plc:[a-z2-7]{24}/g, "DID").replaceAll(/baf[a-z2-7]{56}/g, "CID");
  return { question, status, error, message: steady };
}

function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? [] : [shapeOf(value[0])];
  if (typeof value !== "object" || value === null) return typeof value;
  const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(entries.map(([name, inner]) => [name, shapeOf(inner)]));
}
