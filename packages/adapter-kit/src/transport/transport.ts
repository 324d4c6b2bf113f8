/** The one place where bytes meet the wire. Two implementations exist: undici on Node, ky everywhere else. */
export interface Transport {
  /**
   * Sends one request once: no repetition, no redirect followed. Resolves when the headers of the answer are there.
   *
   * @throws NetworkError with `not-sent` when no connection came about, with `unknown` for everything later.
   * @throws `signal.reason` as it is, when the signal aborts.
   */
  send(request: TransportRequest): Promise<TransportAnswer>;
}

export interface TransportRequest {
  readonly method: string;
  /** Absolute, `http:` or `https:`. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | Blob | FormData | undefined;
  /** Milliseconds until the headers of the answer, and again until the end of `text()`. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  /** The answer never ends. Such a request does not count among the connections to its origin, or streams would keep an alert waiting. */
  readonly endless?: boolean;
}

/** An answer whose body must be taken once: by `text`, by `chunks` to its end, or by `discard`. */
export interface TransportAnswer {
  readonly status: number;
  header(name: string): string | null;
  /**
   * The whole body as UTF-8.
   *
   * @throws BadResponseError when it is longer than `maxBytes`: a hostile server must not fill the memory.
   * @throws NetworkError when the connection breaks or the time is over.
   */
  text(maxBytes: number): Promise<string>;
  /** The body as it comes, without a time limit. Leaving the loop closes the connection. */
  chunks(): AsyncIterable<Uint8Array>;
  /** Lets go of the body without reading it. Never rejects. */
  discard(): Promise<void>;
}
