import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import type { Fault, FaultOrder, NetworkHarness } from "@carecast/testing";

interface Note {
  readonly id: string;
  readonly url: string;
  readonly at: string;
  readonly text: string;
  readonly key: string;
}

export interface BoardServer {
  readonly baseUrl: string;
  readonly network: NetworkHarness;
  close(): Promise<void>;
}

const faults: readonly Fault[] = [
  "drop-before",
  "drop-after",
  "hang",
  "server-error-before",
  "server-error-after",
  "rate-limited",
  "rate-limited-bare",
  "not-json",
  "ok-without-id",
  "truncated",
];

/** The town's notice board, in memory, with hands for the contract suite. */
export async function startBoardServer(token: string): Promise<BoardServer> {
  const notes: Note[] = [];
  let orders: FaultOrder[] = [];
  const counts = { publish: 0, media: 0, any: 0 };
  const hanging = new Set<ServerResponse>();
  let serial = 0;

  const act = (method: string, path: string, body: string): { status: number; json: unknown } => {
    if (method === "GET") return { status: 200, json: notes };
    if (method === "DELETE") {
      const index = notes.findIndex(({ id }) => path.endsWith(id));
      if (index >= 0) notes.splice(index, 1);
      return { status: 200, json: {} };
    }
    const { text, key } = JSON.parse(body) as { text: string; key: string };
    const known = notes.find((note) => note.key === key);
    if (known) return { status: 200, json: known };
    if ([...new Intl.Segmenter().segment(text)].length > 200) return { status: 422, json: { error: text } };
    const id = `note-${++serial}`;
    const made: Note = { id, url: `https://board.example.org/${id}`, at: new Date(0).toISOString(), text, key };
    notes.push(made);
    return { status: 200, json: made };
  };

  const takeFault = (isPublish: boolean): Fault | undefined => {
    const order = orders.find(({ on }) => on === "any" || (on === "publish" && isPublish));
    if (!order) return undefined;
    orders = orders.flatMap((one) =>
      one === order ? (one.times > 1 ? [{ ...one, times: one.times - 1 }] : []) : [one],
    );
    return order.fault;
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = "", url = "" } = request;
    const isPublish = method === "POST";
    counts.any += 1;
    if (isPublish) counts.publish += 1;
    let body = "";
    for await (const chunk of request) body += String(chunk);
    const fault = takeFault(isPublish);
    if (fault === "hang") return void hanging.add(response);
    if (fault === "drop-before") return void response.destroy();
    if (fault === "server-error-before") return send(response, 503, "{}");
    if (fault === "rate-limited") return send(response, 429, "{}", { "retry-after": "7" });
    if (fault === "rate-limited-bare") return send(response, 429, "{}");
    if (request.headers.authorization !== `Bearer ${token}`) return send(response, 401, "{}");
    const { status, json } = act(method, url, body);
    const text = JSON.stringify(json);
    if (fault === "drop-after") return void response.destroy();
    if (fault === "server-error-after") return send(response, 503, "{}");
    if (fault === "not-json") return send(response, 200, "<p>Welcome</p>");
    if (fault === "ok-without-id") return send(response, 200, JSON.stringify({ ...Object(json), id: undefined }));
    if (fault === "truncated") return send(response, 200, text.slice(0, text.length / 2));
    send(response, status, text);
  };

  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    network: {
      reset: () => {
        notes.length = 0;
        orders = [];
        Object.assign(counts, { publish: 0, media: 0, any: 0 });
        for (const response of hanging) response.destroy();
        hanging.clear();
      },
      posts: () => notes.map(({ id, text }) => ({ id, text, alts: [] })),
      requests: (kind) => counts[kind],
      faults,
      order: (order) => void orders.push(order),
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function send(response: ServerResponse, status: number, body: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(body);
}
