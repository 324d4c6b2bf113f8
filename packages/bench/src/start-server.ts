import { fork } from "node:child_process";

export interface AnswerServer extends AsyncDisposable {
  readonly baseUrl: string;
}

/** Starts the answering server in a process of its own. Each stream of it carries `events` events. */
export async function startServer(events = 0): Promise<AnswerServer> {
  const child = fork(new URL("./answer-server.ts", import.meta.url), [String(events)]);
  const port = await new Promise<number>((resolve) => child.once("message", (message) => resolve(Number(message))));
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        child.once("exit", () => resolve());
        child.kill();
      }),
  };
}
