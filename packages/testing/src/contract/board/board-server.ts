import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Fault } from "../../fault.ts";
import type { NetworkHarness, RequestKind, SeenPost } from "../harness.ts";

export const boardToken = "right-token";

/** The faults that this server can act out. */
const faults = [
  ...(["drop-before", "drop-after", "hang", "server-error-before", "server-error-after", "rate-limited"] as const),
  ...(["rate-limited-bare", "token-expired", "ok-with-error", "ok-without-id", "not-json", "truncated"] as const),
] satisfies readonly Fault[];

interface Answer {
  readonly status: number;
  readonly body: string;
}

interface BoardServer {
  readonly url: string;
  readonly network: NetworkHarness;
  readonly close: () => void;
}

/** A bulletin board on loopback, and the suite's hands on it. */
export async function startBoardServer(): Promise<BoardServer> {
  const notes = new Map<string, SeenPost & { readonly at: string; readonly key: string }>();
  const orders: { fault: Fault; on: RequestKind; left: number }[] = [];
  const counts = { publish: 0, media: 0, any: 0 };
  const hanging = new Set<ServerResponse>();
  let ids = 0;

  const work = (request: IncomingMessage, body: string): Answer => {
    if (request.headers.authorization !== `Bearer ${boardToken}`) return { status: 401, body: "{}" };
    if (request.method === "DELETE") {
      notes.delete(decodeURIComponent(request.url?.split("/").at(-1) ?? ""));
      return { status: 200, body: "{}" };
    }
    const { text, key, parent } = JSON.parse(body) as { text: string; key: string; parent?: string };
    if ([...text].length > 200) return { status: 413, body: "{}" };
    const known = [...notes.values()].find((note) => note.key === key);
    const id = known?.id ?? `note-${(ids += 1)}`;
    const at = known?.at ?? new Date().toISOString();
    if (!known) notes.set(id, { id, text, key, at, alts: [], ...(parent !== undefined && { inReplyTo: parent }) });
    return { status: 200, body: JSON.stringify({ id, at }) };
  };

  const server = createServer((request, response) => {
    const kind = request.method === "POST" ? "publish" : "any";
    counts.any += 1;
    if (kind === "publish") counts.publish += 1;
    const order = orders.find(({ on, left }) => left > 0 && (on === "any" || on === kind));
    if (order) order.left -= 1;
    let body = "";
    request.on("data", (chunk) => (body += String(chunk)));
    request.on("end", () => {
      if (order?.fault === "hang") hanging.add(response);
      else answer(order?.fault, response, () => work(request, body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

  const network: NetworkHarness = {
    reset: () => {
      notes.clear();
      orders.length = 0;
      Object.assign(counts, { publish: 0, media: 0, any: 0 });
      for (const response of hanging) response.destroy();
      hanging.clear();
    },
    posts: () => [...notes.values()],
    requests: (kind) => counts[kind],
    faults,
    order: ({ fault, on, times }) => void orders.push({ fault, on, left: times }),
  };
  const close = (): void => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, network, close };
}

function answer(fault: Fault | undefined, response: ServerResponse, work: () => Answer): void {
  const send = (status: number, body: string, headers: Record<string, string> = {}): void => {
    response.writeHead(status, headers).end(body);
  };
  if (fault === "drop-before" || fault === "drop-after") {
    if (fault === "drop-after") work();
    response.socket?.destroy();
    return;
  }
  const fixed = fault && fixedAnswers[fault];
  if (fixed) {
    if (fault === "server-error-after") work();
    return send(...fixed);
  }
  const { status, body } = work();
  if (fault === "ok-without-id") return send(status, body.replace(/"id":"[^"]*",?/, ""));
  send(status, fault === "truncated" ? body.slice(0, body.length / 2) : body);
}

const fixedAnswers: Partial<Record<Fault, [status: number, body: string, headers?: Record<string, string>]>> = {
  "server-error-before": [503, "{}"],
  "server-error-after": [503, "{}"],
  "rate-limited": [429, "{}", { "retry-after": "30" }],
  "rate-limited-bare": [429, "{}"],
  "token-expired": [401, "{}"],
  "ok-with-error": [200, '{"error":"The note was refused."}'],
  "not-json": [200, "<title>Welcome</title>"],
};
