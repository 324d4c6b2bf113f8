import { LedgerError, type Clock } from "@carecast/adapter";
import * as z from "zod/mini";

import type { AuditRow, AuditStore } from "../ledger/audit-store.ts";
import { parseOptions } from "../models/parse.ts";
import { textSchema } from "../models/words.ts";
import { createQueue } from "../create-queue.ts";
import { emptyHead, makeRow, toEntry } from "./audit-chain.ts";
import type { AuditAct, AuditTrail } from "./audit-trail.ts";
import { verifyChain } from "./verify-chain.ts";

const pageSize = 500;
/** Far more than programs that write at the same moment. */
const maxTries = 100;

const actSchema = z.strictObject({
  by: textSchema,
  action: z.string().check(z.regex(/^[a-z][A-Za-z-]{0,59}$/, "must be a word of letters and -, such as approve.")),
  subject: textSchema,
  reason: z.optional(textSchema),
  contentHash: z.optional(z.string().check(z.regex(/^[0-9a-f]{64}$/, "must be a SHA-256 in hex."))),
  facts: z.optional(z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))),
});

export function createAuditTrail(store: AuditStore, clock: Clock): AuditTrail {
  // One at a time: two acts of one program would only race for the same number.
  const inTurn = createQueue();

  async function append(act: AuditAct): Promise<AuditRow> {
    for (let attempt = 0; attempt < maxTries; attempt += 1) {
      const head = (await store.auditHead()) ?? emptyHead;
      const row = await makeRow(head, clock.now(), act);
      if (await store.appendAudit(row)) return row;
    }
    throw new LedgerError("Too many programs wrote to the audit trail at the same moment. Try again.", {
      retryable: true,
    });
  }

  async function* rows(): AsyncGenerator<AuditRow, undefined> {
    let after = 0;
    for (;;) {
      const page = await store.auditRows(after, pageSize);
      yield* page;
      if (page.length < pageSize) return undefined;
      after = page.at(-1)?.number ?? after;
    }
  }

  return {
    async record(given) {
      const act = parseOptions<AuditAct>("audit.record", actSchema, given);
      return toEntry(await inTurn(() => append(act)));
    },
    async *entries() {
      for await (const row of rows()) yield toEntry(row);
      return undefined;
    },
    async head() {
      const { number, hash } = (await store.auditHead()) ?? emptyHead;
      return { number, hash };
    },
    verify: (known) => verifyChain(rows(), known),
    async *export() {
      for await (const row of rows()) yield `${JSON.stringify(toEntry(row))}\n`;
      return undefined;
    },
  };
}
