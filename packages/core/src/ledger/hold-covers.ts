import type { HoldScope } from "./hold-store.ts";
import type { PublicationRecord } from "./records.ts";

/** What a hold can name of a publication. */
export type HoldTarget = Pick<PublicationRecord, "id" | "priority" | "kind" | "tags" | "campaign">;

/** Whether a hold of this scope covers the deliveries of a publication on a channel. Emergencies are never covered. */
export function holdCovers(scope: HoldScope, publication: HoldTarget, channel: string): boolean {
  if (publication.priority === "emergency") return false;
  if (scope === "everything") return true;
  const { channels, tags, campaigns, publications, exceptKinds } = scope;
  return (
    includes(channels, channel) &&
    includes(campaigns, publication.campaign) &&
    includes(publications, publication.id) &&
    !exceptKinds?.includes(publication.kind) &&
    (tags === undefined || tags.some((tag) => publication.tags?.includes(tag)))
  );
}

function includes(wanted: readonly string[] | undefined, name: string | undefined): boolean {
  return wanted === undefined || (name !== undefined && wanted.includes(name));
}
