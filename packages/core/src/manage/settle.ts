import { ConfigError, type PostRef } from "@carecast/adapter";
import * as z from "zod/mini";

import type { Decision, DeliveryChange, DeliveryRecord } from "../ledger/records.ts";
import { parseOptions } from "../models/parse.ts";
import { textSchema } from "../models/words.ts";
import { moveDelivery, type Machine } from "../publish/machine.ts";

/**
 * What a human found out about a delivery that no machine could settle. `delivered`: it is live. `resend`: it is not, and is
 * sent now. `abandon`: nobody cares any more; it is cancelled, with the rest of its thread.
 */
export type Verdict = Decision["as"];

/** Who decides, and why. */
export interface SettleOptions {
  /** A name or a role, for the record. */
  readonly by: string;
  /** What was seen, for the record. */
  readonly reason: string;
  /**
   * With `delivered`: the post that was found. Without it the rest of a thread is cancelled, because it has nothing to
   * answer, and the post can be neither revised nor retracted from here.
   */
  readonly post?: PostRef;
}

/** The thread that a decision was about. */
export interface Settled {
  readonly publicationId: string;
  readonly ids: ReadonlySet<string>;
}

const settleSchema = z.strictObject({
  by: textSchema,
  reason: textSchema,
  post: z.optional(z.looseObject({ id: textSchema, url: z.optional(z.string()), data: z.optional(z.unknown()) })),
});

const verdictSchema = z.strictObject({ verdict: z.enum(["delivered", "resend", "abandon"]) });

/**
 * Journals the decision, and what it means for the rest of the thread. Sends nothing.
 *
 * @throws ConfigError when the delivery is not `unknown`, or an option is wrong.
 */
export async function settleUnknown(
  machine: Machine,
  deliveryId: string,
  verdict: Verdict,
  given: unknown,
): Promise<Settled> {
  parseOptions("settle", verdictSchema, { verdict });
  const { by, reason, post } = parseOptions<SettleOptions>("settle", settleSchema, given);
  const found = await findUnknown(machine, deliveryId);
  const facts = { channel: found.channel, verdict };
  await machine.audit.record({ by, action: "settle", subject: deliveryId, reason, facts });
  const decision: Decision = { as: verdict, by, reason, at: machine.clock.now() };
  const settled = await moveDelivery(machine, found, { decision, ...changeOf(machine, verdict, post) });
  const siblings = await machine.ledger.deliveries({ publicationId: found.publicationId, channel: found.channel });
  const goesOn = verdict === "resend" || (verdict === "delivered" && post !== undefined);
  const over: Decision = { ...decision, as: "abandon" };
  const thread = siblings.filter(({ language }) => language === found.language);
  for (const record of thread)
    if (record.id !== settled.id && record.state === "queued")
      await moveDelivery(machine, record, goesOn ? { dueAt: decision.at } : { state: "cancelled", decision: over });
  return { publicationId: found.publicationId, ids: new Set(thread.map(({ id }) => id)) };
}

/** `unknown`, or `accepted` without an id: a refused duplicate says that the post is there, and not which one it is. */
async function findUnknown({ ledger }: Machine, deliveryId: string): Promise<DeliveryRecord> {
  for (const state of ["unknown", "accepted"] as const) {
    const found = (await ledger.deliveries({ states: [state] })).find(({ id }) => id === deliveryId);
    if (found && !found.receipt) return found;
  }
  throw new ConfigError(
    'id: there is no unknown delivery of this id. care.deliveries({ state: "unknown" }) lists them.',
    { path: "id" },
  );
}

function changeOf({ clock }: Machine, verdict: Verdict, post: PostRef | undefined): DeliveryChange {
  const at = clock.now();
  switch (verdict) {
    case "delivered":
      return {
        state: "delivered",
        ...(post && { receipt: { ...post, state: "delivered", at: new Date(at).toISOString() } }),
      };
    case "abandon":
      return { state: "cancelled" };
    case "resend":
      return {
        state: "queued",
        dueAt: at,
        error: {
          code: "network",
          message: "A person says that it did not arrive.",
          outcome: "not-sent",
          retryable: true,
        },
      };
  }
}
