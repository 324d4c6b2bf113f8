import { spawn } from "node:child_process";
import { delimiter, dirname, join } from "node:path";
import { root } from "./workspace.ts";

export interface CommandResult {
  readonly exitCode: number;
  /** Standard output and standard error, in the order in which they came. */
  readonly output: string;
}

/** Runs a program with the tools of the workspace and its Node first on the path. */
export function runCommand(command: string, args: readonly string[], directory = root): Promise<CommandResult> {
  const path = [dirname(process.execPath), join(root, "node_modules", ".bin"), process.env["PATH"]].join(delimiter);
  const child = spawn(command, args, {
    cwd: directory,
    env: { ...process.env, PATH: path },
    stdio: ["ignore", "pipe", "pipe"],
    // The tools are scripts there, which only the shell can start.
    shell: process.platform === "win32",
  });
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      resolve({ exitCode: code ?? 1, output: Buffer.concat(chunks).toString() });
    });
  });
}

/** The same, for a program that has to succeed: its output is the message of the error. */
export async function mustRun(command: string, args: readonly string[], directory = root): Promise<string> {
  const { exitCode, output } = await runCommand(command, args, directory);
  if (exitCode !== 0) throw new Error(`${[command, ...args].join(" ")} failed (exit code ${exitCode}).\n${output}`);
  return output;
}
