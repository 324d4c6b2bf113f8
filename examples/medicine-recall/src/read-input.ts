import { readFile } from "node:fs/promises";

import { parseMedicineNotice, type MedicineNotice } from "@carecast/core/notices";
import { UsageError } from "@carecast/example-notice-desk";

import type { Arguments } from "./read-arguments.ts";

/** The files of one run. */
export interface Input {
  readonly notice: MedicineNotice;
  /** What came from openFDA, unread: comparing it may fail and stops nothing. */
  readonly records: readonly unknown[];
  /** The notice that ends the first one. */
  readonly ended: MedicineNotice | undefined;
}

const sample = (name: string): URL => new URL(`../notices/${name}.json`, import.meta.url);

/** Reads and checks everything before anything is opened. Without a notice of the caller's own all three are the sample's. */
export async function readInput({ notice, record, ended }: Arguments, isReal: boolean): Promise<Input> {
  const isSample = notice === undefined;
  const first = parseMedicineNotice(await readJson(notice ?? sample("recall")));
  const recordFile = record ?? (isSample ? sample("enforcement") : undefined);
  // On real networks the end of a notice is a decision of another day.
  const endedFile = ended ?? (isSample && !isReal ? sample("ended") : undefined);
  return {
    notice: first,
    records: recordFile === undefined ? [] : listRecords(await readJson(recordFile)),
    ended: endedFile === undefined ? undefined : endNotice(first, await readJson(endedFile)),
  };
}

/** openFDA answers with a list of results; people also cut one of them out. */
function listRecords(value: unknown): readonly unknown[] {
  const isAnswer = typeof value === "object" && value !== null && "results" in value && Array.isArray(value.results);
  return isAnswer ? (value.results as readonly unknown[]) : [value];
}

/** The same product, the same authority; only what is over is said anew. */
function endNotice(first: MedicineNotice, ending: unknown): MedicineNotice {
  if (typeof ending !== "object" || ending === null) throw new UsageError("The file of --ended is no JSON object.");
  return parseMedicineNotice({ ...first, status: "ended", ...ending, firstIssuedAt: first.issuedAt });
}

async function readJson(file: string | URL): Promise<unknown> {
  const name = file instanceof URL ? file.pathname : file;
  const text = await readFile(file, "utf8").catch(() => {
    throw new UsageError(`The file cannot be read: ${name}`);
  });
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`The file is not JSON: ${name}`);
  }
}
