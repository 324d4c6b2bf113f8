import { sqliteLedger } from "@carecast/core/sqlite";

import { instantAdapter } from "./instant-adapter.ts";
import { openHub } from "./open-hub.ts";

// A program that opens a ledger and starts a hub on it, in a process of its own.

/** What it tells of itself. */
export interface Started {
  /** From before the file is opened until the hub works. */
  readonly ms: number;
  /** The most memory that the process ever had, its own code and that of Node included. */
  readonly peakBytes: number;
}

const [, , file = ""] = process.argv;
const start = performance.now();
const { care } = openHub(sqliteLedger(file), 10, instantAdapter);
await care.start();
const ms = performance.now() - start;
await care.close();
const started: Started = { ms, peakBytes: process.resourceUsage().maxRSS * 1024 };
console.log(JSON.stringify(started));
