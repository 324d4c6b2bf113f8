import type { Ledger } from "@carecast/core";

import type { Boundaries } from "./boundaries.ts";

/** A ledger that passes a boundary before and after each write. */
export function countLedger(ledger: Ledger, { pass }: Boundaries): Ledger {
  const around = <T>(what: string, write: () => Promise<T>): Promise<T> => {
    pass(`${what}, before`);
    return write().then((result) => {
      pass(`${what}, after`);
      return result;
    });
  };
  return {
    ...ledger,
    add: (...given) => around("ledger: add", () => ledger.add(...given)),
    change: (...given) => around(`ledger: change to ${given[2].state ?? "other"}`, () => ledger.change(...given)),
    enlist: (...given) => around("ledger: enlist", () => ledger.enlist(...given)),
    renew: (...given) => around("ledger: renew", () => ledger.renew(...given)),
    retire: (...given) => around("ledger: retire", () => ledger.retire(...given)),
    claim: (...given) => around("ledger: claim", () => ledger.claim(...given)),
    free: (...given) => around("ledger: free", () => ledger.free(...given)),
  };
}
