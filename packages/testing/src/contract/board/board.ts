import {
  type Adapter,
  AuthError,
  BadResponseError,
  type CallContext,
  type Capabilities,
  InvalidPostError,
  NetworkError,
  PlatformError,
  RateLimitedError,
  type Receipt,
  UnsupportedError,
} from "@carecast/adapter";

const network = "board";

const capabilities: Capabilities = {
  api: { version: "1" },
  text: { limits: [{ unit: "code-points", max: 200 }], rule: "Every code point counts one." },
  media: { from: "bytes", max: 0, mixed: false },
  threads: true,
  replies: false,
  edit: false,
  delete: true,
  pin: false,
  language: false,
  contentWarning: "none",
  audiences: ["public"],
  polls: "none",
  listening: { modes: [], kinds: [], hashtags: false },
  repeat: { lever: "idempotency-key", find: "none" },
  rates: [],
  cost: "free",
};

/** The smallest honest adapter: a bulletin board that takes short notes, without the kit. */
export function board({ baseUrl, token }: { readonly baseUrl: string; readonly token: string }): Adapter {
  const call = async (method: string, path: string, { signal }: CallContext, body?: object): Promise<unknown> => {
    signal?.throwIfAborted();
    const irreversible = method === "POST";
    try {
      const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
      const request = { method, headers, signal: signal ?? null, body: body ? JSON.stringify(body) : null };
      const response = await fetch(baseUrl + path, request);
      if (!response.ok) throw refusal(response, irreversible);
      return await readJson(response, irreversible);
    } catch (error) {
      if (!(error instanceof TypeError) && !signal?.aborted) throw error;
      signal?.throwIfAborted();
      const outcome = irreversible && !isRefused(error) ? "unknown" : "not-sent";
      throw new NetworkError("The board gave no answer.", { network, outcome });
    }
  };

  return {
    specVersion: 1,
    network,
    capabilities: structuredClone(capabilities),
    measure: (text) => [...text].length,
    prepare: async ({ text, audience, media, poll, contentWarning }, { signal }) => {
      signal?.throwIfAborted();
      if (audience !== "public" || media.length > 0 || poll || contentWarning !== undefined) {
        throw new UnsupportedError("The board takes plain public notes only.", { network });
      }
      if (text === "" || [...text].length > 200) {
        throw new InvalidPostError("A note has 1 to 200 characters.", [], { network, path: "text" });
      }
      return { body: text };
    },
    publish: async (draft, context) => {
      const parent = context.replyTo?.parent.id;
      const answer = await call("POST", "/notes", context, { text: draft.body, key: context.key, parent });
      return toReceipt(answer);
    },
    retract: async (ref, context) => {
      await call("DELETE", `/notes/${encodeURIComponent(ref.id)}`, context);
    },
  };
}

function toReceipt(answer: unknown): Receipt {
  const { id, at } = (typeof answer === "object" && answer ? answer : {}) as Partial<Receipt>;
  if (typeof id === "string" && typeof at === "string") return { id, at, state: "delivered" };
  throw new BadResponseError("The board gave no id.", { network });
}

function refusal({ status, headers }: Response, irreversible: boolean): Error {
  const details = { network, status };
  if (status === 401) return new AuthError("The board does not know this token.", details);
  const waitSeconds = Number(headers.get("retry-after") ?? Number.NaN);
  const retryAt = Number.isNaN(waitSeconds) ? {} : { retryAt: Date.now() + waitSeconds * 1000 };
  if (status === 429) return new RateLimitedError("The board wants us to wait.", { ...details, ...retryAt });
  const outcome = irreversible && status >= 500 ? "unknown" : "not-sent";
  return new PlatformError("The board refused.", { ...details, outcome, retryable: status >= 500 });
}

async function readJson(response: Response, irreversible: boolean): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    const outcome = irreversible ? "unknown" : "not-sent";
    throw new BadResponseError("The board did not answer JSON.", { network, outcome });
  }
}

function isRefused(error: unknown): boolean {
  const { cause } = error as { readonly cause?: { readonly code?: string } };
  return cause?.code === "ECONNREFUSED";
}
