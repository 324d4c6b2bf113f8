import { hashOutgoing, hashThread } from "../../review/hash-outgoing.ts";
import type { Finding, Outgoing, Safeguard, SafeguardAnswer, SafeguardContext } from "../safeguard.ts";
import { readPolicy, type ApprovalPolicy, type ReadPolicy } from "./approval-policy.ts";
import { approvalKind, type ApprovalRecord } from "./approval-record.ts";
import { findNeeds, isMet } from "./count-approvals.ts";

/**
 * Lets out what the people of a policy have approved, and what needs nobody. What is published names the approval in its options,
 * and is exactly what was shown to them.
 *
 * An approval has to be valid when it is published on. What waits for its time afterwards stays approved; withdraw the approval to
 * stop it. No override sets these rules aside: break the glass instead.
 *
 * @throws ConfigError for a policy that cannot be met.
 */
export function requireApproval(policy: ApprovalPolicy): Safeguard {
  const read = readPolicy(policy);
  return { name: "approvals", check: (outgoing, context) => checkApproval(read, outgoing, context) };
}

function checkApproval(policy: ReadPolicy, outgoing: Outgoing, context: SafeguardContext): SafeguardAnswer {
  const { kind, safety } = outgoing;
  if (safety.approval !== undefined) return checkNamed(policy, outgoing, safety.approval, context);
  return policy.rules[kind].people === 0
    ? []
    : [block("missing", "nobody has approved it. Ask for an approval, and publish with its id.")];
}

async function checkNamed(
  { rules }: ReadPolicy,
  outgoing: Outgoing,
  approval: string,
  { moment, now, documents }: SafeguardContext,
): Promise<readonly Finding[]> {
  const { kind } = outgoing;
  const record = (await documents.find(approvalKind, approval))?.value;
  if (!record) return [block("unknown", "there is no approval of this id. Take the id under which it was asked for.")];
  if (record.rejected || record.withdrawn)
    return [block("withdrawn", "the approval was rejected or withdrawn. Ask for a new one under a new id.")];
  if (!(await fits(record, outgoing, moment)))
    return [
      block(
        "other-content",
        "the approval is for other content: any change voids it. Ask for a new one under a new id.",
      ),
    ];
  if (!isMet(findNeeds(rules[kind], record)))
    return [block("incomplete", "not everybody has approved it yet: the status of the approval says who is missing.")];
  if (moment !== "send" && now >= record.expiresAt)
    return [block("expired", "the approval is too old. Ask for a new one under a new id.")];
  return [];
}

async function fits(
  record: ApprovalRecord,
  { kind, threads }: Outgoing,
  moment: SafeguardContext["moment"],
): Promise<boolean> {
  if (record.kind !== kind) return false;
  const hashes = await Promise.all(threads.map(hashThread));
  if (moment !== "send") return record.hash === (await hashOutgoing(kind, hashes));
  return threads.every(({ channel, language }, index) =>
    record.threads.some(
      (thread) => thread.channel === channel && thread.language === language && thread.hash === hashes[index],
    ),
  );
}

function block(rule: string, message: string): Finding {
  return { level: "block", final: true, path: "approval", rule: `approval.${rule}`, message };
}
