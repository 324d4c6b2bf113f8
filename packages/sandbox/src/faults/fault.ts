/** Which requests a fault meets, and how often. */
export interface RequestFault {
  /**
   * Endpoints as `METHOD path`, where `*` stands for anything: `POST /api/v1/statuses`, `GET *`, `*`. Default: the
   * calls that publish on this network.
   */
  readonly on?: string | readonly string[];
  /** How many requests it meets. Default 1; `Infinity` lasts until it is cancelled. */
  readonly times?: number;
  /** How many matching requests pass untouched first. Default 0. */
  readonly after?: number;
}

/** Does what was asked, then closes the connection without an answer. */
export interface AcceptThenDrop extends RequestFault {
  readonly kind: "accept-then-drop";
}

/** Closes the connection before anything was done. */
export interface DropBefore extends RequestFault {
  readonly kind: "drop-before";
}

/** Answers 429 and does nothing. */
export interface RateLimited extends RequestFault {
  readonly kind: "rate-limited";
  /** Whether the answer says when to come back. Default true. */
  readonly headers?: boolean;
  /** Milliseconds until then. Default 60,000. */
  readonly resetAfterMs?: number;
}

/** Answers 5xx. */
export interface ServerError extends RequestFault {
  readonly kind: "server-error";
  /** Default 503. */
  readonly status?: number;
  /** Whether what was asked is done all the same. Default false. */
  readonly processed?: boolean;
}

/** Does what was asked, and keeps the answer back. */
export interface SlowAnswer extends RequestFault {
  readonly kind: "slow-answer";
  /** The answer leaves when this settles: a test opens it, so that nothing sleeps. */
  readonly until?: Promise<unknown>;
  /** For demos: the answer leaves after so many milliseconds of real time. */
  readonly delayMs?: number;
}

/** The tokens that are out now count as expired, until new ones are fetched. */
export interface ExpiredToken extends RequestFault {
  readonly kind: "expired-token";
}

/** Refuses, with a 500, the n-th post of a thread (the first post is 1). */
export interface BrokenThread extends RequestFault {
  readonly kind: "broken-thread";
  readonly at: number;
}

/** Answers 200 with an error in the body, and does nothing. */
export interface ErrorWith200 extends RequestFault {
  readonly kind: "error-with-200";
}

/** Does what was asked, and leaves the id out of the answer. */
export interface WithoutId extends RequestFault {
  readonly kind: "without-id";
}

/** Answers 200 with a page of HTML. */
export interface NotJson extends RequestFault {
  readonly kind: "not-json";
  /** Whether what was asked is done. Default true. */
  readonly processed?: boolean;
}

/** The next uploads stay in processing for so many polls. */
export interface SlowMedia {
  readonly kind: "slow-media";
  readonly polls: number;
  readonly times?: number;
}

/** The next uploads are taken, and then fail in processing. */
export interface MediaFailure {
  readonly kind: "media-failure";
  readonly times?: number;
}

/** Breaks off every open stream, at once; each event that it then loses counts as one more firing. */
export interface StreamDrop {
  readonly kind: "stream-drop";
  /** So many events after it never reach any stream: only paging finds them. Default 0. */
  readonly loseEvents?: number;
}

/** The next events come twice. */
export interface StreamDuplicate {
  readonly kind: "stream-duplicate";
  readonly times?: number;
}

/** The next events come as a frame that cannot be read, and then once more as they should. */
export interface StreamMalformed {
  readonly kind: "stream-malformed";
  readonly times?: number;
}

export type OnRequest =
  | AcceptThenDrop
  | DropBefore
  | RateLimited
  | ServerError
  | SlowAnswer
  | ExpiredToken
  | BrokenThread
  | ErrorWith200
  | WithoutId
  | NotJson;
export type OnMedia = SlowMedia | MediaFailure;
export type OnStream = StreamDrop | StreamDuplicate | StreamMalformed;

/** Something that goes wrong, to order. */
export type Fault = OnRequest | OnMedia | OnStream;
export type FaultKind = Fault["kind"];
