import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import { WebSocketServer } from "ws";

// A server that does nothing but answer, in a process of its own: what is measured is the client. About 500 bytes of
// JSON a call, keep-alive, as real networks answer.

const status = {
  id: "115000000000000001",
  created_at: "2026-08-20T10:00:00.000Z",
  in_reply_to_id: null,
  visibility: "public",
  language: "en",
  uri: "https://social.example.org/users/hospital/statuses/115000000000000001",
  url: "https://social.example.org/@hospital/115000000000000001",
  content: "<p>The main entrance is open again.</p>",
  account: { id: "1", username: "hospital", acct: "hospital", url: "https://social.example.org/@hospital" },
  media_attachments: [],
  mentions: [],
  tags: [],
};

const record = {
  uri: "at://did:plc:aaaaaaaaaaaaaaaaaaaaaaaa/app.bsky.feed.post/3ke6kg3wk2222",
  cid: "bafyreihffx5a2e7k5uwrmmgofbvzujc5cmw5h4espouwuxt3liqoflx3ee",
  commit: { cid: "bafyreihffx5a2e7k5uwrmmgofbvzujc5cmw5h4espouwuxt3liqoflx3ee", rev: "3ke6kg3wk2222" },
  validationStatus: "valid",
};

// A token whose end lies far ahead, so that no client refreshes it in the middle of a round.
const token = [{ alg: "none" }, { exp: 4_000_000_000, sub: "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa" }, {}]
  .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
  .join(".");

const session = {
  accessJwt: token,
  refreshJwt: token,
  did: "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa",
  handle: "hospital.example.org",
  active: true,
};

const answers: readonly (readonly [RegExp, unknown])[] = [
  [/statuses$/, status],
  [/createRecord|putRecord/, record],
  [/createSession|refreshSession|getSession/, session],
  [/verify_credentials/, status.account],
  [/notifications|timelines/, []],
  [/instance/, { configuration: { statuses: { max_characters: 500 } }, api_versions: { mastodon: 7 } }],
];

const bodies = answers.map(([pattern, json]) => [pattern, JSON.stringify(json)] as const);

const server = createServer((request, response) => {
  const path = request.url ?? "";
  if (path.includes("/streaming")) return streamEvents(response);
  let sent = "";
  request.on("data", (chunk: Buffer) => (sent += chunk.toString("latin1")));
  request.on("end", () => {
    const canned = bodies.find(([pattern]) => pattern.test(path))?.[1] ?? "{}";
    // Our adapter chooses the key of its record and believes no answer that names another.
    const key = /"rkey":"([^"]+)"/.exec(sent)?.[1];
    const body = key ? canned.replace("3ke6kg3wk2222", key) : canned;
    response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(body) });
    response.end(body);
  });
});

const eventsAStream = Number(process.argv[2] ?? 0);

function notificationOf(serial: number): string {
  const id = String(1000 + serial);
  const account = { id: "2", username: "visitor", acct: "visitor", url: "https://social.example.org/@visitor" };
  const mention = { ...status, id, account, uri: `https://social.example.org/statuses/${id}` };
  return JSON.stringify({ id, type: "mention", created_at: status.created_at, account, status: mention });
}

/** The same events for both clients: as server-sent events, and below as WebSocket frames. */
function streamEvents(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "text/event-stream" });
  let serial = 0;
  const fill = (): void => {
    while (serial < eventsAStream) {
      const more = response.write(`event: notification\ndata: ${notificationOf(serial++)}\n\n`);
      if (!more) return void response.once("drain", fill);
    }
  };
  fill();
}

new WebSocketServer({ server }).on("connection", (socket) => {
  socket.on("message", (message: Buffer) => {
    if (!message.toString().includes('"subscribe"')) return;
    let serial = 0;
    const fill = (): void => {
      for (let burst = 0; burst < 100 && serial < eventsAStream; burst += 1)
        socket.send(
          JSON.stringify({
            stream: ["user", "user:notification"],
            event: "notification",
            payload: notificationOf(serial++),
          }),
        );
      if (serial < eventsAStream && socket.readyState === socket.OPEN) setImmediate(fill);
    };
    fill();
  });
});

server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
// Whoever started it is gone.
process.on("disconnect", () => process.exit());
