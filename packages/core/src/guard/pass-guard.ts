import { hashOutgoing, hashThread } from "../review/hash-outgoing.ts";
import type { Machine } from "../publish/machine.ts";
import type { Override } from "../publish/publish-options.ts";
import type { Finding, Outgoing } from "../safeguards/safeguard.ts";
import { blockedError, listBlocks } from "../safeguards/blocks.ts";

/**
 * Asks the safeguards about everything that is to be published, or to replace what is live. What two people set aside is in the
 * trail before it leaves.
 *
 * @param write writes down what they are asked about; called only where there is somebody to ask.
 * @returns what was found and does not keep it from leaving.
 * @throws BlockedError when one says no, and no two people have set that aside.
 */
export async function passGuard(
  machine: Machine,
  kind: Outgoing["kind"],
  override: Override | undefined,
  write: () => Outgoing,
): Promise<readonly Finding[]> {
  if (machine.guard.isIdle(kind) && !override) return [];
  const outgoing = write();
  const findings = await machine.guard.judge(outgoing, "publish", machine.clock.now());
  const blocks = listBlocks(findings, override?.rules);
  if (findings.length > 0) tellFindings(machine, outgoing, blocks.length > 0 ? blocks : findings);
  if (blocks.length > 0) throw blockedError(blocks);
  if (override) await recordOverride(machine, outgoing, override);
  return findings;
}

async function recordOverride(
  { audit }: Machine,
  outgoing: Outgoing,
  { rules, by, second, reason }: Override,
): Promise<void> {
  const hashes = await Promise.all(outgoing.threads.map(hashThread));
  await audit.record({
    by,
    action: "override",
    subject: outgoing.publicationId,
    reason,
    contentHash: await hashOutgoing(outgoing.kind, hashes),
    facts: { second, rules: rules.join(" ") },
  });
}

/** Rules and channels only: what was found stays where it is. */
export function tellFindings({ events, clock }: Machine, outgoing: Outgoing, findings: readonly Finding[]): void {
  const isBlocked = findings.some(({ level }) => level === "block");
  events.emit(isBlocked ? "content-blocked" : "content-warned", () => ({
    at: clock.now(),
    publicationId: outgoing.publicationId,
    rules: [...new Set(findings.map(({ rule }) => rule))].join(" "),
    channels: [...new Set(findings.flatMap(({ channel }) => channel ?? []))].join(" "),
  }));
}
