import { fork, type ChildProcess } from "node:child_process";

import type { PlainServer } from "@carecast/sandbox";

import type { Message, Order, Task } from "./task.ts";

/** How a task ended. */
export interface Ending {
  /** Whether the child was killed; otherwise it did all that it was told. */
  readonly killed: boolean;
  /** The publications of which `care.publish` has returned. */
  readonly published: readonly string[];
  /** What it told at the end of the task. */
  readonly end?: Extract<Message, { kind: "end" }>;
}

interface RunOptions {
  /** Where the requests of the child go. */
  readonly servers: readonly PlainServer[];
  /** The boundary that the task watches was passed. */
  readonly onPassed?: () => void;
  /** A task that takes longer hangs. Default 30 seconds. */
  readonly limitMs?: number;
  /** Ends the child so many milliseconds after the task has begun, wherever it is. */
  readonly killAfterMs?: number;
}

/** A program of its own, for one task after the other. */
export interface Child extends AsyncDisposable {
  readonly process: ChildProcess;
  /** Rejects when the child fails in another way than by being killed as ordered, or hangs. */
  run(task: Task, options: RunOptions): Promise<Ending>;
}

export function startChild(file: string): Child {
  const child = fork(file, { stdio: ["ignore", "ignore", "pipe", "ipc"], execArgv: [] });
  let errors = "";
  child.stderr?.on("data", (chunk) => (errors += String(chunk)));
  const closed = new Promise<string>((resolve) => {
    child.on("close", (code, signal) => resolve(signal ?? `exit code ${String(code)}: ${errors}`));
  });

  async function run(task: Task, { servers, onPassed, killAfterMs, limitMs = 30_000 }: RunOptions): Promise<Ending> {
    const published: string[] = [];
    const ended = Promise.withResolvers<Ending["end"]>();
    let kill: NodeJS.Timeout | undefined;
    const onMessage = (message: Message): void => {
      if (message.kind === "begun") {
        if (killAfterMs !== undefined) kill = setTimeout(() => child.kill("SIGKILL"), killAfterMs);
      } else if (message.kind === "passed") onPassed?.();
      else if (message.kind === "published") published.push(message.id);
      else if (message.kind === "end") ended.resolve(message);
      else holdAndKill(child, servers, message);
    };
    child.on("message", onMessage);
    order(child, { kind: "task", task });
    const hangs = setTimeout(() => ended.reject(new Error("a child hangs")), limitMs);
    try {
      const end = await Promise.race([ended.promise, closed]);
      if (typeof end === "object") return { killed: false, published, end };
      if (end === "SIGKILL") return { killed: true, published };
      throw new Error(`a child failed with ${String(end)}`);
    } finally {
      clearTimeout(kill);
      clearTimeout(hangs);
      child.off("message", onMessage);
    }
  }

  return {
    process: child,
    run,
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await closed;
    },
  };
}

/** A child that has just been killed hears nothing any more. */
function order(child: ChildProcess, given: Order): void {
  if (child.connected) child.send(given, () => undefined);
}

/** Keeps the child's next request at the server, and kills the child once it is there. */
function holdAndKill(
  child: ChildProcess,
  servers: readonly PlainServer[],
  { origin, endpoint, done }: Extract<Message, { kind: "hold" }>,
): void {
  const server = servers.find(({ baseUrl }) => baseUrl === origin);
  if (!server) throw new RangeError("a child asked for a server that is not of this run");
  const fault = done
    ? server.faults.order({ kind: "slow-answer", until: new Promise(() => undefined), on: endpoint })
    : server.faults.order({ kind: "drop-before", on: endpoint });
  void fault.firstFired.then(() => child.kill("SIGKILL"));
  order(child, { kind: "held" });
}
