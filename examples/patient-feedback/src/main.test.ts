import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

import { afterEach, expect, test } from "vitest";

const program = fileURLToPath(new URL("./main.ts", import.meta.url));
let child: ChildProcess | undefined;

afterEach(() => {
  child?.kill("SIGKILL");
});

interface Run {
  readonly ended: Promise<number>;
  printed(): string;
  untilPrinted(words: string): Promise<void>;
}

function start(...argv: readonly string[]): Run {
  const running = spawn(process.execPath, [program, ...argv], { stdio: ["ignore", "pipe", "inherit"] });
  child = running;
  let output = "";
  const waiting = new Set<() => void>();
  running.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString();
    for (const look of waiting) look();
  });
  return {
    ended: once(running, "close").then(([code]) => Number(code)),
    printed: () => output,
    untilPrinted: (words) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (output.includes(words)) resolve();
        };
        waiting.add(look);
        look();
      }),
  };
}

test("prints what people say on both networks, also what was said while the stream was down", async () => {
  const run = start("--count", "6");
  expect(await run.ended).toBe(0);
  for (const words of [
    "children's entrance",
    "has a ramp",
    "stream broke",
    "Said while the stream was down",
    "easy to use",
  ])
    expect(run.printed()).toContain(words);
}, 30_000);

test("stops at once on Ctrl-C", async () => {
  const run = start();
  await run.untilPrinted("Listening");
  await run.untilPrinted("children's entrance");
  child?.kill("SIGINT");
  expect(await run.ended).toBe(0);
  expect(run.printed()).toContain("Stopped.");
}, 30_000);
