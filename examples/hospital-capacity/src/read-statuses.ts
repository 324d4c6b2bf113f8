import { readFile } from "node:fs/promises";

import { isCarecastError } from "@carecast/core";
import { parseCapacityNotice, type CapacityNotice } from "@carecast/core/notices";
import { UsageError } from "@carecast/example-notice-desk";

import type { Arguments } from "./read-arguments.ts";

/** One line of the feed, as the notice that it would be. */
export interface Status {
  readonly receivedAt: string;
  readonly notice: CapacityNotice;
}

const sample = (name: string): URL => new URL(`../${name}`, import.meta.url);

/** Reads and checks every line before the first one is told: what is wrong stops the run while nothing was sent. */
export async function readStatuses({ statuses, hospital }: Arguments): Promise<readonly Status[]> {
  const shared = parseObject(await readText(hospital ?? sample("hospital.json")), "The hospital file");
  const lines = (await readText(statuses ?? sample("statuses.jsonl"))).split("\n");
  const read = lines.flatMap((line, index) => (line.trim() === "" ? [] : [readStatus(line, shared, index + 1)]));
  const [first] = read;
  if (!first) throw new UsageError("The file holds no status.");
  const isOther = ({ notice }: Status): boolean => notice.languages.join() !== first.notice.languages.join();
  if (read.some(isOther)) throw new UsageError("The languages are those of the hospital file: no status has its own.");
  return read;
}

function readStatus(line: string, shared: object, number: number): Status {
  const { receivedAt, ...status } = parseObject(line, `Line ${number}`);
  try {
    const notice = parseCapacityNotice({ ...shared, ...status });
    return { receivedAt: readTime(receivedAt ?? notice.asOf), notice };
  } catch (error) {
    if (error instanceof UsageError || isCarecastError(error)) throw new UsageError(`Line ${number}: ${error.message}`);
    throw error;
  }
}

function readTime(value: unknown): string {
  if (typeof value === "string" && !Number.isNaN(Date.parse(value))) return value;
  throw new UsageError("receivedAt is no time, such as 2026-11-22T16:00:00-05:00.");
}

function parseObject(text: string, what: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UsageError(`${what} is not JSON.`);
  }
  if (typeof value !== "object" || value === null) throw new UsageError(`${what} is no JSON object.`);
  return value as Readonly<Record<string, unknown>>;
}

async function readText(file: string | URL): Promise<string> {
  return readFile(file, "utf8").catch(() => {
    throw new UsageError(`The file cannot be read: ${file instanceof URL ? file.pathname : file}`);
  });
}
