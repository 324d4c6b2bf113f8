import { ConfigError, type Clock, type IsoDateTime } from "@carecast/adapter";
import * as z from "zod/mini";

import type { Carecast } from "../../carecast.ts";
import { parseOptions } from "../../models/parse.ts";
import { dateTimeSchema, textSchema } from "../../models/words.ts";
import { crisisKinds } from "./crisis-kinds.ts";
import { crisisId, crisisKind, findCrisisHolds, newCrisisHold, type CrisisRecord } from "./crisis-record.ts";

/** What has happened, and who decides that it is a crisis. */
export interface StartOptions {
  /** Your name for it: `flood-2026`. It stands in the audit trail. */
  readonly incident: string;
  readonly by: string;
  /** For the record. No patient's data. */
  readonly reason: string;
  /** By when somebody looks whether it is still one. Nothing ends by itself then: `status` says `overdue`. */
  readonly until?: IsoDateTime;
}

const startSchema = z.strictObject({
  incident: textSchema,
  by: textSchema,
  reason: textSchema,
  until: z.optional(dateTimeSchema),
});

export function readStartOptions(value: unknown): StartOptions {
  return parseOptions<StartOptions>("start", startSchema, value);
}

/**
 * Notes the crisis, then holds. A crash between the two leaves a note without a hold, which the next call completes.
 *
 * @returns whether this call began to hold.
 */
export async function startCrisis(
  care: Pick<Carecast, "documents" | "hold" | "holds">,
  clock: Clock,
  { incident, by, reason, until }: StartOptions,
): Promise<boolean> {
  const now = clock.now();
  const fresh: CrisisRecord = {
    incident,
    by,
    reason,
    startedAt: now,
    ...(until !== undefined && { lookAgainAt: Date.parse(until) }),
  };
  let crisis = fresh;
  await care.documents.update(crisisKind, crisisId, (stored) => {
    if (!stored || stored.endedAt !== undefined) {
      crisis = fresh;
      return fresh;
    }
    if (stored.incident !== incident)
      throw new ConfigError("incident: another crisis is on, which holds the same. End it first.", {
        path: "incident",
      });
    crisis = stored;
    return undefined;
  });
  const [held] = await findCrisisHolds(care);
  if (!held) await beginHold(care, crisis);
  return !held;
}

async function beginHold(care: Pick<Carecast, "hold">, { incident, by, reason }: CrisisRecord): Promise<void> {
  const scope = { exceptKinds: crisisKinds };
  await care.hold({ id: newCrisisHold(), scope, by, reason: `${incident}: ${reason}` });
}
