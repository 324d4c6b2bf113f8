import type { Report, Review } from "@carecast/core";
import { noticeContent } from "@carecast/core/notices";
import {
  findCarriers,
  printTitle,
  publishApproved,
  reviewOnly,
  UsageError,
  type Desk,
} from "@carecast/example-notice-desk";

import { decide, type Decision, type Memory } from "./decide.ts";
import { timeZone } from "./hospital.ts";
import type { Status } from "./read-statuses.ts";

/** What became of one status. Without a review it was left unsaid, without a report it was not sent. */
export interface Told extends Decision {
  readonly receivedAt: string;
  readonly asOf: string;
  readonly review?: Review;
  readonly report?: Report;
}

interface Step {
  readonly told: Told;
  readonly memory: Memory;
}

/** Tells one status if it has news, and resolves with what to remember. */
export async function tellStatus(desk: Desk, status: Status, memory: Memory, dryRun: boolean): Promise<Step> {
  const { receivedAt, notice } = status;
  const { asOf, validUntil } = notice;
  const now = desk.care.clock.now();
  const decision = decide(notice, memory, now);
  const told: Told = { receivedAt, asOf, ...decision };
  const isNewer = memory.newestAsOf === undefined || Date.parse(asOf) > Date.parse(memory.newestAsOf);
  const seen = isNewer ? { ...memory, newestAsOf: asOf } : memory;
  if (!decision.say) return { told, memory: seen };
  printTitle(`The word is ${decision.word}: ${decision.why}`, desk.print);
  const { review, report } = await tell(desk, status, memory, decision, dryRun);
  const out = { ...told, review, ...(report && { report }) };
  const missing = (report?.deliveries ?? []).filter(({ state }) => !carriedStates.has(state));
  const lacks = [...new Set(missing.map(({ channel }) => channel))];
  // What nobody approved, or no channel took, was not said: a later status can still say it.
  if (!dryRun && lacks.length === (report?.deliveries.length ?? 0)) return { told: out, memory: seen };
  const publication = (decision.channels && memory.said?.publication) ?? nameOf(status);
  return {
    told: out,
    memory: { ...seen, said: { word: decision.word, at: now, validUntil, publication, missing: lacks } },
  };
}

const carriedStates: ReadonlySet<string> = new Set(["delivered", "accepted", "unknown"]);

async function tell(
  desk: Desk,
  status: Status,
  { said }: Memory,
  { channels }: Decision,
  dryRun: boolean,
): Promise<{ readonly review: Review; readonly report?: Report | undefined }> {
  const content = noticeContent(status.notice, { timeZone });
  const id = nameOf(status);
  if (dryRun) {
    const review = await reviewOnly(desk, content, `The exact texts of ${id}`);
    if (review.findings.some(({ level }) => level === "block")) throw new UsageError("A safeguard blocks it.");
    return { review };
  }
  if (channels) return publishApproved(desk, content, id, { channels });
  // It goes everywhere, and answers the last word where that is still in force.
  const { replyTo } = said && said.word !== "open" ? await findCarriers(desk.care, said.publication) : {};
  return publishApproved(desk, content, id, { ...(replyTo && { replyTo }) });
}

/** The time of the facts names the publication: a run that was interrupted sends nothing twice. */
function nameOf({ notice }: Status): string {
  return `capacity-${new Date(notice.asOf).toISOString().replace(/[-:]|\.000/g, "")}`;
}
