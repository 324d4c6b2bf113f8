import { fork } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";

/** Many hosts on this machine, served by a process of its own. */
export interface Hosts extends AsyncDisposable {
  readonly baseUrls: readonly string[];
  /** Ends every connection that is open, as time would. */
  hangUp(): Promise<void>;
}

/** Long enough for a client to see that its connections are gone. */
const noticeMs = 300;

/** @param answerAfterMs how long a host takes over a post */
export async function startHosts(count: number, answerAfterMs: number): Promise<Hosts> {
  const script = new URL("./host-server.ts", import.meta.url);
  const child = fork(script, [String(count), String(answerAfterMs)], { execArgv: [] });
  const ports = await new Promise<readonly number[]>((resolve) =>
    child.once("message", (message) => resolve(message as readonly number[])),
  );
  return {
    baseUrls: ports.map((port) => `http://127.0.0.1:${port}`),
    async hangUp() {
      child.send("hang up");
      await sleep(noticeMs);
    },
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        child.once("exit", () => resolve());
        child.kill();
      }),
  };
}
