import { checkAddition, knownIdError } from "../check-addition.ts";
import type { Ledger } from "../ledger.ts";
import type { ActiveHolds } from "./active-holds.ts";
import { insertDelivery } from "./deliveries.ts";
import type { GroupCommit } from "./group-commit.ts";
import { insertMedia, loadMedia } from "./media.ts";
import { insertPublication } from "./publications.ts";
import type { Statements } from "./statements.ts";

/** Everything is turned into rows before the transaction, and so before a caller can change its objects. */
export async function addPublication(
  prepare: Statements,
  commits: GroupCommit,
  holds: ActiveHolds,
  ...[publication, deliveries, media]: Parameters<Ledger["add"]>
): Promise<readonly string[]> {
  checkAddition(publication, deliveries);
  const { id, priority, kind, tags = [], campaign } = publication;
  const target = { id, priority, kind, tags: [...tags], ...(campaign !== undefined && { campaign }) };
  const writePublication = insertPublication(prepare, publication);
  const parts = deliveries.map((delivery) => ({
    id: delivery.id,
    channel: delivery.channel,
    state: delivery.state,
    write: insertDelivery(prepare, delivery, priority),
  }));
  const loaded = media.length === 0 ? [] : await loadMedia(media);
  const held = await commits.write(() => {
    const seq = writePublication();
    if (seq === undefined) return undefined;
    const heldIds: string[] = [];
    for (const { id, channel, state, write } of parts) {
      const isHeld = state === "queued" && holds.cover(target, channel);
      write(seq, isHeld ? "held" : state);
      if (isHeld) heldIds.push(id);
    }
    insertMedia(prepare, seq, loaded);
    return heldIds;
  });
  if (held === undefined) throw knownIdError("publication.id");
  return held;
}
