import { ConfigError } from "@carecast/adapter";
import * as z from "zod/mini";

import type { Carecast } from "../../carecast.ts";
import { parseOptions } from "../../models/parse.ts";
import { textSchema } from "../../models/words.ts";
import type { DeliveryReport } from "../../publish/report.ts";
import { consentKind } from "./consent-record.ts";
import { listUses } from "./consent-use.ts";

/** Who revokes, and why. */
export interface RevokeOptions {
  /** Who takes the revocation down: a name or a role. */
  readonly by: string;
  /** For the record. No patient's data. */
  readonly reason: string;
}

/** What became of everything that rested on a consent. */
export interface Revocation {
  readonly consent: string;
  /** Was public, and is taken off the network. What others have copied is not. */
  readonly removed: readonly RevokedDelivery[];
  /** Had not gone out, and will not. */
  readonly cancelled: readonly RevokedDelivery[];
  /** Is public, or may be. Somebody has to act: remove it by hand, and tell the person. */
  readonly remaining: readonly RemainingDelivery[];
}

export interface RevokedDelivery {
  readonly publicationId: string;
  readonly deliveryId: string;
  readonly channel: string;
  readonly network: string;
  /** Its public address, where the network has told one. */
  readonly url?: string;
}

export interface RemainingDelivery extends RevokedDelivery {
  /**
   * `cannot-delete`: the network offers no way. `failed`: it said no, or did not answer: revoke again. `unknown`: nobody knows whether it is
   * there: look, settle it, and revoke again. `on-its-way`: it may have left already: revoke again in a moment.
   */
  readonly why: "cannot-delete" | "failed" | "unknown" | "on-its-way";
}

const revokeSchema = z.strictObject({ by: textSchema, reason: textSchema });

export async function revokeConsent(
  care: Pick<Carecast, "audit" | "deliveries" | "documents" | "retract">,
  id: string,
  given: RevokeOptions,
): Promise<Revocation> {
  const { by, reason } = parseOptions<RevokeOptions>("revoke", revokeSchema, given);
  const known = await care.documents.find(consentKind, id);
  if (!known) throw new ConfigError("id: there is no consent of this id.", { path: "id" });
  if (!known.value.revoked) {
    const { at } = await care.audit.record({ by, action: "revoke-consent", subject: id, reason });
    await care.documents.update(consentKind, id, (stored) =>
      stored && !stored.revoked ? { ...stored, revoked: { by, reason, at } } : undefined,
    );
  }
  const outcome: Outcome = { removed: [], cancelled: [], remaining: [] };
  for (const publicationId of await listUses(care.documents, id)) {
    // What another rule blocked was never journaled. If it is in this moment, it is asked about before it leaves.
    if ((await care.deliveries({ publicationId })).length === 0) continue;
    await care.retract(publicationId, { by, reason });
    for (const delivery of await care.deliveries({ publicationId })) sortIn(outcome, delivery);
  }
  return { consent: id, ...outcome };
}

interface Outcome {
  readonly removed: RevokedDelivery[];
  readonly cancelled: RevokedDelivery[];
  readonly remaining: RemainingDelivery[];
}

/** What was never sent, and never will be, is nobody's concern. */
function sortIn({ removed, cancelled, remaining }: Outcome, delivery: DeliveryReport): void {
  const { id: deliveryId, publicationId, channel, network, state, receipt, error, retractedAt } = delivery;
  const one = { publicationId, deliveryId, channel, network, ...(receipt?.url !== undefined && { url: receipt.url }) };
  switch (state) {
    case "delivered":
    case "accepted":
      if (retractedAt !== undefined) removed.push(one);
      else remaining.push({ ...one, why: error?.code === "unsupported" ? "cannot-delete" : "failed" });
      break;
    case "cancelled":
      cancelled.push(one);
      break;
    case "unknown":
      remaining.push({ ...one, why: "unknown" });
      break;
    case "held":
    case "queued":
    case "preparing":
    case "sending":
      remaining.push({ ...one, why: "on-its-way" });
      break;
    case "rejected":
    case "expired":
    case "skipped":
  }
}
