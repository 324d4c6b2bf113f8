import { ConfigError } from "@carecast/adapter";
import * as z from "zod/mini";

import type { Carecast } from "../../carecast.ts";
import { parseOptions } from "../../models/parse.ts";
import { textSchema } from "../../models/words.ts";
import { findCrisisHolds, findReviewHolds, listPublications, newReviewHold } from "./crisis-record.ts";
import type { EndOptions } from "./end-crisis.ts";
import { listHeldIds } from "./held-publication.ts";

/** What goes out after all, and what never will. The rest goes on waiting. */
export interface DecideOptions extends EndOptions {
  /** The ids of publications. What was due meanwhile goes out at once. */
  readonly let?: readonly string[];
  /** The ids of publications. */
  readonly cancel?: readonly string[];
}

/** What became of the decision. */
export interface DecideReport {
  /** Let go. What a hold of somebody else covers still waits for that. */
  readonly let: readonly string[];
  readonly cancelled: readonly string[];
  /** Did not wait for a review any more, and stays what it is. */
  readonly gone: readonly string[];
  /** Still waits for a review. */
  readonly waiting: readonly string[];
}

const idsSchema = z.optional(z.array(textSchema));
const decideSchema = z.strictObject({ let: idsSchema, cancel: idsSchema, by: textSchema, reason: textSchema });

type Hub = Pick<Carecast, "deliveries" | "hold" | "holds" | "release" | "retract">;

/**
 * Cancels, holds the rest, and only then releases what held all of it. Whoever runs it again after a crash gets to the same end.
 *
 * @throws ConfigError while a crisis is on, and for an id that is named twice or belongs to nothing.
 */
export async function decideHeld(care: Hub, given: DecideOptions): Promise<DecideReport> {
  const { let: released = [], cancel = [], by, reason } = parseOptions<DecideOptions>("decide", decideSchema, given);
  refuseContradiction(released, cancel);
  if ((await findCrisisHolds(care)).length > 0)
    throw new ConfigError("A crisis is on, which holds all of it. End the crisis first.");
  await refuseStrangers(care, { let: released, cancel });

  const before = await listWaiting(care);
  for (const id of cancel) if (before.has(id)) await care.retract(id, { by, reason, onlyWaiting: true });
  const rest = [...before].filter((id) => !released.includes(id) && !cancel.includes(id));
  await narrow(care, rest, { by, reason });
  return {
    let: released.filter((id) => before.has(id)),
    cancelled: cancel.filter((id) => before.has(id)),
    gone: [...released, ...cancel].filter((id) => !before.has(id)),
    waiting: rest,
  };
}

/** What is held and lies under a hold of a review. */
export async function listWaiting(care: Pick<Carecast, "deliveries" | "holds">): Promise<ReadonlySet<string>> {
  const covered = listPublications(await findReviewHolds(care));
  const held = await listHeldIds(care);
  return new Set([...covered].filter((id) => held.has(id)));
}

/** Leaves one hold over the rest; none where nothing is left. */
async function narrow(care: Hub, rest: readonly string[], { by, reason }: EndOptions): Promise<void> {
  const holds = await findReviewHolds(care);
  const isExact = (ids: ReadonlySet<string>): boolean => ids.size === rest.length && rest.every((id) => ids.has(id));
  const kept = holds.find((hold) => isExact(listPublications([hold])));
  if (!kept && rest.length > 0) await care.hold({ id: newReviewHold(), scope: { publications: rest }, by, reason });
  for (const hold of holds) if (hold !== kept) await care.release(hold.id, { by, reason });
}

function refuseContradiction(released: readonly string[], cancel: readonly string[]): void {
  const index = cancel.findIndex((id) => released.includes(id));
  if (index < 0) return;
  const path = `cancel[${index}]`;
  throw new ConfigError(`${path}: is named in let too. Decide for one of them.`, { path });
}

async function refuseStrangers(
  care: Pick<Carecast, "deliveries">,
  named: Readonly<Record<"let" | "cancel", readonly string[]>>,
): Promise<void> {
  for (const key of ["let", "cancel"] as const)
    for (const [index, publicationId] of named[key].entries()) {
      if ((await care.deliveries({ publicationId })).length > 0) continue;
      const path = `${key}[${index}]`;
      throw new ConfigError(`${path}: there is no publication of this id. crisis.review() lists those that wait.`, {
        path,
      });
    }
}
