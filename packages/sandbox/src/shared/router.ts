import type { WireReply, WireRequest } from "./wire.ts";

export type Params = Readonly<Record<string, string>>;

export interface Exchange {
  readonly request: WireRequest;
  readonly params: Params;
  /** When the request came, in milliseconds since the epoch: the clock is asked once. */
  readonly at: number;
}

/** One endpoint. `path` is written as msw writes it: `/api/v1/statuses/:id`. */
export interface Route {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly path: string;
  readonly answer: (exchange: Exchange) => WireReply | Promise<WireReply>;
}

export interface Match {
  readonly route: Route;
  readonly params: Params;
  /** Method and path as documented: `GET /api/v1/statuses/:id`. */
  readonly endpoint: string;
}

export const noParams: Params = {};

/** Finds the route of a request: fixed paths by one look-up, paths with parameters by their segments. */
export function createRouter(routes: readonly Route[]): (method: string, path: string) => Match | undefined {
  const fixed = new Map<string, Match>();
  const open: { readonly route: Route; readonly endpoint: string; readonly segments: readonly string[] }[] = [];
  for (const route of routes) {
    const endpoint = `${route.method} ${route.path}`;
    if (route.path.includes(":")) open.push({ route, endpoint, segments: route.path.split("/") });
    else fixed.set(endpoint, { route, endpoint, params: noParams });
  }
  return (method, path) => {
    const found = fixed.get(`${method} ${path}`);
    if (found !== undefined) return found;
    const segments = path.split("/");
    for (const { route, endpoint, segments: pattern } of open) {
      if (route.method !== method) continue;
      const params = matchSegments(pattern, segments);
      if (params !== undefined) return { route, endpoint, params };
    }
    return undefined;
  };
}

function matchSegments(pattern: readonly string[], segments: readonly string[]): Params | undefined {
  if (pattern.length !== segments.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index] ?? "";
    if (part.startsWith(":")) params[part.slice(1)] = decodeURIComponent(segment);
    else if (part !== segment) return undefined;
  }
  return params;
}
