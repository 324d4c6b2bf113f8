import { describeLedger } from "@carecast/core/testing";
import { useDatabase } from "../test/use-database.ts";
import { postgresLedger } from "./postgres-ledger.ts";

const database = useDatabase();

describeLedger(
  "postgresLedger",
  async () => ({
    open: (options) => {
      const { connectionString } = database.server;
      return Promise.resolve(postgresLedger({ connectionString, ...options }));
    },
    remove: () => database.empty("carecast"),
  }),
  { durable: true },
);
