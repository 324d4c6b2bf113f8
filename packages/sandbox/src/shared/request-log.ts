/** One request that a server took. It holds no words: neither body nor query nor headers. */
export interface LoggedRequest {
  /** Milliseconds since the epoch, by the sandbox's clock. */
  readonly at: number;
  readonly method: string;
  readonly path: string;
  /** Method and path as documented, such as `GET /api/v1/statuses/:id`; an unknown path keeps its own. */
  readonly endpoint: string;
  /** The HTTP status; 0 where the connection was dropped without an answer. */
  readonly status: number;
  readonly bodyBytes: number;
}

export interface RequestLog {
  /** The newest requests, oldest first. Beyond 2,000 the older half is forgotten; `count` is not. */
  all(): readonly LoggedRequest[];
  /** How many requests came: all, or those of one endpoint, such as `GET /api/v1/statuses/:id`. */
  count(endpoint?: string): number;
  clear(): void;
}

export interface WritableRequestLog extends RequestLog {
  add(request: LoggedRequest): void;
}

const limit = 2000;

export function createRequestLog(): WritableRequestLog {
  let entries: LoggedRequest[] = [];
  let total = 0;
  const counts = new Map<string, number>();
  return {
    add(request) {
      if (entries.length >= limit) entries = entries.slice(limit / 2);
      entries.push(request);
      total += 1;
      counts.set(request.endpoint, (counts.get(request.endpoint) ?? 0) + 1);
    },
    all: () => [...entries],
    count: (endpoint) => (endpoint === undefined ? total : (counts.get(endpoint) ?? 0)),
    clear() {
      entries = [];
      total = 0;
      counts.clear();
    },
  };
}
