import type { Transport } from "@carecast/adapter-kit";

import type { Boundaries } from "./boundaries.ts";

/** Has somebody end this program while the request is at the server, which has done what was asked, or will not. */
export type Hold = (origin: string, endpoint: string, done: boolean) => Promise<void>;

/** A transport that passes a boundary before a request leaves, while it is at the server, and when its answer is there. */
export function countTransport(transport: Transport, { pass, reach }: Boundaries, hold: Hold): Transport {
  return {
    async send(request) {
      const { origin, pathname } = new URL(request.url);
      const endpoint = `${request.method} ${pathname.replace(/^(\/v1\/\w+\/)[^/]+/, "$1:id")}`;
      pass(`request: ${endpoint}, leaves`);
      if (reach(`request: ${endpoint}, at the server and done`)) await hold(origin, endpoint, true);
      if (reach(`request: ${endpoint}, at the server and not done`)) await hold(origin, endpoint, false);
      const answer = await transport.send(request);
      pass(`request: ${endpoint}, answered`);
      return answer;
    },
  };
}
