let lastMs = -1;
let lastTime = "";

/**
 * A new id in the order of time: UUID version 7 (RFC 9562). Ids that begin alike lie side by side in the ledger, which
 * then writes fewer pages.
 */
export function newPublicationId(nowMs: number): string {
  if (nowMs !== lastMs) {
    const time = nowMs.toString(16).padStart(12, "0");
    lastTime = `${time.slice(0, 8)}-${time.slice(8)}-7`;
    lastMs = nowMs;
  }
  return lastTime + crypto.randomUUID().slice(15);
}
