import type { CarecastError, Clock, RateBudget, RateState } from "@carecast/adapter";
import type { Transport } from "../transport/transport.ts";
import type { Query } from "./to-url.ts";

export interface HttpOptions {
  /** The network's name, for errors. */
  readonly network: string;
  /** `https:`, or `http:` on this machine; no credentials, query or fragment. */
  readonly baseUrl: string;
  /** Default: undici on Node, ky elsewhere. */
  readonly transport?: Transport | undefined;
  /** Milliseconds for each request, until the headers and again until the end of the body. Default 30 000. */
  readonly timeoutMs?: number | undefined;
  /** Bytes of an answer that is read whole. Default 5 000 000; more is a `BadResponseError`. */
  readonly maxAnswerBytes?: number | undefined;
  /** What waits between repetitions. Default: the machine's clock. */
  readonly clock?: Clock | undefined;
  /** Headers of each request that does not say `authorize: false`; asked each time, so that a token can rotate. */
  readonly authorize?:
    | ((signal?: AbortSignal) => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>)
    | undefined;
  /** Turns every answer outside 200–299 into the error to throw. Redirects come here too: they are not followed. */
  readonly toError: (answer: ErrorAnswer) => CarecastError;
}

export interface ErrorAnswer {
  readonly status: number;
  header(name: string): string | null;
  /** The body when it is JSON; else `undefined`. */
  readonly json: unknown;
  /** Whether the request was marked so: then a failure on the other side (5xx) leaves the outcome `unknown`. */
  readonly irreversible: boolean;
}

export interface HttpRequest {
  /** Default `GET`. */
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Joined to `baseUrl`. Parts that come from outside need `encodeURIComponent`. */
  readonly path?: string;
  /**
   * An absolute address in place of `path`; `https:`, or `http:` on this machine. With `query` it must not have one.
   * Danger: the token goes there too unless `authorize` is false.
   */
  readonly url?: string;
  readonly query?: Query;
  readonly headers?: Readonly<Record<string, string>>;
  /** At most one of `json`, `form` and `body`. */
  readonly json?: unknown;
  readonly form?: FormData;
  readonly body?: Blob | Uint8Array;
  /** Whether repeating does no harm; then the kit repeats it by itself. Default: true for `GET`. */
  readonly safe?: boolean;
  /** The call that publishes: when its answer is lost the outcome is `unknown`, not `not-sent`. Default false. */
  readonly irreversible?: boolean;
  /** Default true. */
  readonly authorize?: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Is told what the rate headers of the answer say, whether it is good or bad. Hand on the one of the call's context. */
  readonly tellRate?: ((rate: RateState) => void) | undefined;
  /** The budget that the rate headers of this endpoint speak of. Default `requests`. */
  readonly budget?: RateBudget["of"];
  /** Milliseconds, in place of the option of `createHttp`, to which an upload adds a second for every 50 kB. */
  readonly timeoutMs?: number;
  /** For `stream`: milliseconds without a byte after which it counts as broken, as no other sign may come. Default 300 000. */
  readonly idleTimeoutMs?: number;
}

export interface HttpAnswer {
  readonly status: number;
  header(name: string): string | null;
  /** `undefined` when the body is empty. */
  readonly json: unknown;
}

/** An HTTP client for one service. Every method throws the errors of the contract, or `signal.reason`. */
export interface Http {
  /** The body of a 2xx answer, read by `read`; `BadResponseError` when it is not JSON or `read` throws. */
  json<T>(request: HttpRequest, read: (value: unknown) => T): Promise<T>;
  /** A 2xx answer with its headers. */
  answer(request: HttpRequest): Promise<HttpAnswer>;
  /**
   * The body of a 2xx answer as it comes, to be iterated once; leaving the loop disconnects. `timeoutMs` ends with the
   * headers. Never repeated: `reconnecting` does that.
   *
   * @throws NetworkError from the iteration when the connection breaks or falls silent.
   */
  stream(request: HttpRequest): Promise<AsyncIterable<Uint8Array>>;
}
