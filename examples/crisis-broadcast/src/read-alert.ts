import { readFile } from "node:fs/promises";

import { readCap } from "@carecast/cap";
import { isCarecastError, parseAlert } from "@carecast/core";
import { readLiveAlert, type LiveAlert } from "@carecast/core/alerts";
import colors from "picocolors";

import { UsageError } from "./read-arguments.ts";

/** An alert from a file: CAP, as authorities send it, or the same as JSON. What had to be repaired is printed. */
export async function readAlert(file: string | URL, print: (line: string) => void): Promise<LiveAlert> {
  const bytes = await readFile(file).catch(() => {
    throw new UsageError(`The alert file cannot be read: ${String(file)}`);
  });
  return readLiveAlert(isXml(bytes) ? readXml(bytes, print) : readJson(bytes, file));
}

function isXml(bytes: Uint8Array): boolean {
  return /^[\uFEFF\s]*</.test(new TextDecoder("utf-8").decode(bytes.subarray(0, 100)).replaceAll("\0", ""));
}

function readXml(bytes: Uint8Array, print: (line: string) => void): ReturnType<typeof parseAlert> {
  const { alert, warnings, version } = readCap(bytes, { mode: "tolerant" });
  print(colors.dim(`CAP ${version}, ${warnings.length} remarks`));
  for (const { path, message, changed } of warnings)
    print(colors.yellow(`  ! ${path}: ${message}${changed ? " (changed)" : ""}`));
  return alert;
}

function readJson(bytes: Uint8Array, file: string | URL): ReturnType<typeof parseAlert> {
  try {
    return parseAlert(JSON.parse(new TextDecoder().decode(bytes)));
  } catch (error) {
    throw isCarecastError(error) ? error : new UsageError(`The alert file is neither CAP nor JSON: ${String(file)}`);
  }
}
