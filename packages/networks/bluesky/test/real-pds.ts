import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A Bluesky server as it runs in the world, on this machine only and with an empty directory of its own. */
export interface RealPds extends AsyncDisposable {
  /** For the option `service`. */
  readonly service: string;
  /** `name` becomes the handle `name.test`. */
  addAccount(name: string): Promise<{ readonly identifier: string; readonly password: string; readonly did: string }>;
  /** What anybody can read of an account: its posts, newest first. */
  listPosts(did: string): Promise<readonly StoredPost[]>;
}

interface StoredPost {
  readonly uri: string;
  readonly cid: string;
  readonly value: Readonly<Record<string, unknown>> & { readonly text: string };
}

/** Takes about four seconds, most of them for loading the server's code: start it once a run. */
export async function startRealPds(): Promise<RealPds> {
  // Both servers log to the standard output unless they are told not to before they are loaded.
  process.env["LOG_ENABLED"] = "false";
  const [{ PDS }, plc] = await Promise.all([import("@atproto/pds"), import("@did-plc/server")]);
  const directory = await mkdtemp(join(tmpdir(), "carecast-pds-"));
  const plcServer = plc.PlcServer.create({ db: plc.Database.mock() });
  const plcHttp = await serve(plcServer.app as RequestListener);
  // The server wants to know its own address before it is made, so the port is taken first and the handler follows.
  const http = await serve();
  const pds = await PDS.fromEnv({
    devMode: true,
    port: portOf(http),
    dataDirectory: directory,
    blobstoreDiskLocation: join(directory, "blobs"),
    didPlcUrl: `http://localhost:${portOf(plcHttp)}`,
    enableDidDocWithSession: true,
    serviceHandleDomains: [".test"],
    inviteRequired: false,
    // Every answer then says how much is left, as in the world.
    rateLimitsEnabled: true,
    jwtSecret: randomBytes(16).toString("hex"),
    adminPassword: randomBytes(16).toString("hex"),
    plcRotationKeyK256PrivateKeyHex: randomBytes(32).toString("hex"),
  });
  // PDS.start would listen on every interface of the machine.
  await pds.ctx.sequencer.start();
  http.on("request", pds.app as RequestListener);
  const service = `http://localhost:${portOf(http)}`;

  return {
    service,
    async addAccount(name) {
      const password = randomBytes(12).toString("base64url");
      const identifier = `${name}.test`;
      const account = { handle: identifier, email: `${name}@example.org`, password };
      const { did } = await call<{ did: string }>(service, "com.atproto.server.createAccount", account);
      return { identifier, password, did };
    },
    async listPosts(did) {
      const query = new URLSearchParams({ repo: did, collection: "app.bsky.feed.post" }).toString();
      const { records } = await call<{ records: StoredPost[] }>(service, `com.atproto.repo.listRecords?${query}`);
      return records;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([close(http), close(plcHttp)]);
      await pds.destroy();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function serve(handler?: RequestListener): Promise<Server> {
  const server = createServer(handler);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

async function close(server: Server): Promise<void> {
  server.close();
  server.closeAllConnections();
  await once(server, "close");
}

function portOf(server: Server): number {
  // A server that listens on a port has an address of this kind.
  return (server.address() as AddressInfo).port;
}

async function call<T>(service: string, name: string, json?: object): Promise<T> {
  const answer = await fetch(`${service}/xrpc/${name}`, {
    ...(json && { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(json) }),
  });
  if (!answer.ok) throw new Error(`${name} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as T;
}
