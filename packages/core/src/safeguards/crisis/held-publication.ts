import type { IsoDateTime } from "@carecast/adapter";

import type { Carecast } from "../../carecast.ts";
import type { ContentKind } from "../../models/content-kind.ts";
import type { DeliveryReport } from "../../publish/report.ts";
import { crisisKinds } from "./crisis-kinds.ts";

/** A publication that waits for somebody's decision. Without its words, which the ledger has. */
export interface HeldPublication<Name extends string = string> {
  readonly id: string;
  readonly kind: ContentKind;
  /** Where it waits. */
  readonly channels: readonly Name[];
  /** When it was to go out, milliseconds since the epoch. What has passed goes out at once when it is let go. */
  readonly dueAt?: number;
  /** After this instant it is not sent any more. */
  readonly notAfter?: IsoDateTime;
  readonly tags: readonly string[];
  readonly campaign?: string;
}

/** The ids of everything that any hold stops. */
export async function listHeldIds(care: Pick<Carecast, "deliveries">): Promise<ReadonlySet<string>> {
  return new Set((await care.deliveries({ state: "held" })).map(({ publicationId }) => publicationId));
}

/** What people have to know to decide: what serves patients first, then posts, campaigns last; each by its time. */
export async function describeHeld<Name extends string>(
  care: Pick<Carecast<Name>, "deliveries" | "publication">,
  isAsked: (id: string) => boolean,
): Promise<readonly HeldPublication<Name>[]> {
  const byId = Map.groupBy(await care.deliveries({ state: "held" }), ({ publicationId }) => publicationId);
  const found: HeldPublication<Name>[] = [];
  for (const [id, deliveries] of byId) if (isAsked(id)) found.push(await describeOne<Name>(care, id, deliveries));
  return found.sort((one, other) => rank(one) - rank(other) || (one.dueAt ?? 0) - (other.dueAt ?? 0));
}

async function describeOne<Name extends string>(
  care: Pick<Carecast<Name>, "publication">,
  id: string,
  deliveries: readonly DeliveryReport<Name>[],
): Promise<HeldPublication<Name>> {
  const { kind = "post", notAfter, tags = [], campaign } = (await care.publication(id)) ?? {};
  const [dueAt] = deliveries.flatMap((delivery) => delivery.dueAt ?? []).sort((one, other) => one - other);
  return {
    id,
    kind,
    channels: [...new Set(deliveries.map(({ channel }) => channel))],
    ...(dueAt !== undefined && { dueAt }),
    ...(notAfter !== undefined && { notAfter }),
    tags,
    ...(campaign !== undefined && { campaign }),
  };
}

function rank({ kind, campaign }: HeldPublication): number {
  if (crisisKinds.some((urgent) => urgent === kind)) return 0;
  return campaign === undefined ? 1 : 2;
}
