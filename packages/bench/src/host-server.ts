import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";

// Many hosts that answer late, in a process of their own, so that what is measured is the client. Each has a port of
// its own, which makes it another origin to every client.

const count = Number(process.argv[2]);
const answerAfterMs = Number(process.argv[3]);

const status = JSON.stringify({
  id: "115000000000000001",
  created_at: "2026-08-20T10:00:00.000Z",
  url: "https://social.example.org/@hospital/115000000000000001",
  content: "<p>The main entrance is open again.</p>",
});
const instance = JSON.stringify({
  configuration: { statuses: { max_characters: 500 } },
  api_versions: { mastodon: 7 },
});

const answer: RequestListener = (request, response) => {
  const body = request.method === "POST" ? status : instance;
  const send = (): void => {
    response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(body) });
    response.end(body);
  };
  request.resume().on("end", () => setTimeout(send, request.method === "POST" ? answerAfterMs : 0));
};

const servers = Array.from({ length: count }, () => createServer({ keepAliveTimeout: 60_000 }, answer));
const ports = await Promise.all(
  servers.map(
    (server) =>
      new Promise<number>((resolve) => {
        server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
      }),
  ),
);
process.on("message", () => {
  for (const server of servers) server.closeAllConnections();
});
process.send?.(ports);
// Whoever started it is gone.
process.on("disconnect", () => process.exit());
