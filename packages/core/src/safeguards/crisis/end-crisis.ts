import { ConfigError, type Clock } from "@carecast/adapter";
import * as z from "zod/mini";

import type { Carecast } from "../../carecast.ts";
import { parseOptions } from "../../models/parse.ts";
import { textSchema } from "../../models/words.ts";
import {
  crisisId,
  crisisKind,
  findCrisisHolds,
  findReviewHolds,
  listPublications,
  newReviewHold,
  type CrisisRecord,
} from "./crisis-record.ts";
import { listHeldIds } from "./held-publication.ts";

/** Who says that it is over, and why. */
export interface EndOptions {
  readonly by: string;
  /** For the record. No patient's data. */
  readonly reason: string;
}

const endSchema = z.strictObject({ by: textSchema, reason: textSchema });

/**
 * Puts what waits under a hold of its own, then releases the one of the crisis. Between the two both hold: a crash there lets nothing go.
 *
 * @returns the crisis, when this call ended it.
 */
export async function endCrisis(
  care: Pick<Carecast, "deliveries" | "documents" | "hold" | "holds" | "release">,
  clock: Clock,
  given: EndOptions,
): Promise<CrisisRecord | undefined> {
  const { by, reason } = parseOptions<EndOptions>("end", endSchema, given);
  const crisis = (await care.documents.find(crisisKind, crisisId))?.value;
  if (!crisis) throw new ConfigError("No crisis was ever started here: there is nothing to end.");
  if (crisis.endedAt !== undefined) return undefined;
  const holds = await findCrisisHolds(care);
  // Once nothing of the crisis is held any more, whatever waits does so by another decision.
  if (holds.length > 0) await holdForReview(care, { by, reason });
  for (const { id } of holds) await care.release(id, { by, reason });
  const endedAt = clock.now();
  await care.documents.update(crisisKind, crisisId, (stored) => stored && { ...stored, endedAt });
  return crisis;
}

/** Looks again until nothing new came in between: what is published meanwhile is held by the crisis. */
async function holdForReview(
  care: Pick<Carecast, "deliveries" | "hold" | "holds">,
  { by, reason }: EndOptions,
): Promise<void> {
  for (;;) {
    const covered = listPublications(await findReviewHolds(care));
    const publications = [...(await listHeldIds(care))].filter((id) => !covered.has(id));
    if (publications.length === 0) return;
    await care.hold({ id: newReviewHold(), scope: { publications }, by, reason });
  }
}
