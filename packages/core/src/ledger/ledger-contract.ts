import { afterEach, beforeEach, describe } from "vitest";
import { describeAdding } from "./contract/adding.ts";
import { describeAuditing } from "./contract/auditing.ts";
import { describeChanging } from "./contract/changing.ts";
import { describeClosing } from "./contract/closing.ts";
import { describeCopies } from "./contract/copies.ts";
import { describeDocuments } from "./contract/documents.ts";
import { describeDueWork } from "./contract/due-work.ts";
import { describeDurability } from "./contract/durability.ts";
import { describeHandling } from "./contract/handling.ts";
import { describeHoldScopes } from "./contract/hold-scopes.ts";
import { describeHolding } from "./contract/holding.ts";
import { describeOwning } from "./contract/owning.ts";
import { describePurging } from "./contract/purging.ts";
import { describeQueries } from "./contract/queries.ts";
import { describeQuorums } from "./contract/quorums.ts";
import { describeTokens } from "./contract/tokens.ts";
import type { LedgerOptions } from "./ledger-options.ts";
import type { Ledger } from "./ledger.ts";

/** One empty place for a ledger, for one test. */
export interface LedgerStore {
  /** A ledger on this place. A durable store may be opened again, also while another ledger has it open. */
  open(options?: LedgerOptions): Promise<Ledger>;
  remove(): Promise<void>;
}

/** The tests that every ledger passes. `durable` adds those for what outlives a ledger object. */
export function describeLedger(
  name: string,
  create: () => Promise<LedgerStore>,
  { durable }: { durable: boolean },
): void {
  describe(`the ledger contract: ${name}`, () => {
    let store: LedgerStore;
    let ledger: Ledger;
    beforeEach(async () => {
      store = await create();
      ledger = await store.open({ dedupeWindow: 3 });
    });
    afterEach(async () => {
      await ledger.close();
      await store.remove();
    });

    describeAdding(() => ledger);
    describeQueries(() => ledger);
    describeChanging(() => ledger);
    describeCopies(() => ledger);
    describeOwning(() => ledger);
    describeDueWork(() => ledger);
    describeHolding(() => ledger);
    describeHoldScopes(() => ledger);
    describeQuorums(() => ledger);
    describePurging(() => ledger);
    describeTokens(() => ledger);
    describeHandling(() => ledger);
    describeAuditing(() => ledger);
    describeDocuments(() => ledger);
    describeClosing(() => ledger);
    if (durable) describeDurability(() => ({ store, ledger }));
  });
}
