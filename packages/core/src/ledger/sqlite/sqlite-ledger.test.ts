import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ConfigError } from "@carecast/adapter";
import { describeLedger } from "../ledger-contract.ts";
import { sqliteLedger, type SqliteLedgerOptions } from "./sqlite-ledger.ts";

describeLedger(
  "sqliteLedger",
  async () => {
    const directory = await mkdtemp(join(tmpdir(), "carecast-ledger-"));
    return {
      open: (options) => Promise.resolve(sqliteLedger(join(directory, "ledger.sqlite"), options)),
      remove: () => rm(directory, { recursive: true }),
    };
  },
  { durable: true },
);
