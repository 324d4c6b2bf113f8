import { describe, expect, it } from "vitest";
import { isCarecastError } from "@carecast/adapter";
import type { Ledger } from "../ledger.ts";
import { lane, sampleAuditRow, sampleDelivery, sampleHold, sampleMedia, samplePublication } from "./samples.ts";

/** What `close` still does, and what it ends. */
export function describeClosing(ledger: () => Ledger): void {
  describe("close", () => {
    it("writes what is waiting", async () => {
      const waiting = Promise.all([
        ledger().add(samplePublication("p1"), [sampleDelivery("p1", "press")], [sampleMedia("m1")]),
        ledger().add(samplePublication("p2"), [sampleDelivery("p2", "press")], []),
        ledger().markHandled({ listener: "desk", channel: "press", eventId: "e1", at: 1 }),
      ]);
      await ledger().close();
      await expect(waiting).resolves.toHaveLength(3);
    });

    it("does nothing the second time, and ends every method", async () => {
      await Promise.all([ledger().close(), ledger().close()]);
      await ledger().close();
      const calls: Promise<unknown>[] = [
        ledger().add(samplePublication("p1"), [], []),
        ledger().publication("p1"),
        ledger().deliveries({}),
        ledger().change("p1.press.0", "queued", {}, 1),
        ledger().media("m1"),
        ledger().cursor("desk", "press"),
        ledger().wasHandled("desk", "press", "e1"),
        ledger().markHandled({ listener: "desk", channel: "press", eventId: "e1", at: 1 }),
        ledger().openQuorums(),
        ledger().closeQuorum("p1"),
        ledger().purge(1, 2),
        ledger().enlist("a", 1, 1),
        ledger().renew("a", 1, 1),
        ledger().retire("a"),
        ledger().claim("a", [lane("press")], 1),
        ledger().free("a", [lane("press")]),
        ledger().dueLanes(["press"], 1),
        ledger().nextThread(lane("press"), 1),
        ledger().hold(sampleHold("h1", "everything")),
        ledger().holds(),
        ledger().release("h1", { by: "duty officer", reason: "over", at: 1, cancel: [] }),
        ledger().tokens("press"),
        ledger().setTokens("press", 0, "sealed"),
        ledger().appendAudit(sampleAuditRow(1)),
        ledger().auditHead(),
        ledger().auditRows(0, 1),
        ledger().document("consent", "c1"),
        ledger().setDocument("consent", "c1", 0, "1"),
        ledger().documents({ kind: "consent", limit: 1 }),
      ];
      for (const result of await Promise.allSettled(calls)) {
        expect(result).toMatchObject({ status: "rejected", reason: { code: "ledger", retryable: false } });
        expect(isCarecastError((result as PromiseRejectedResult).reason)).toBe(true);
      }
    });
  });
}
