import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import type { ContentKind } from "../../models/content-kind.ts";
import { stateAfterHold } from "../delivery-states.ts";
import { holdCovers, type HoldTarget } from "../hold-covers.ts";
import type { HoldScope, ReleaseRecord } from "../hold-store.ts";
import type { Priority } from "../records.ts";
import { fromJson } from "./json-columns.ts";

/**
 * Teaches SQLite what every ledger understands by a hold, so that one statement can move any number of deliveries:
 *
 * - `hold_covers(scopes, id, priority, kind, channel, tags, campaign)`: whether one of the scopes does;
 * - `after_hold(release, id, not_after)`: the state of what a release frees.
 */
export function addHoldFunctions(database: DatabaseSync): void {
  const readScopes = rememberLast((text) => fromJson<readonly HoldScope[]>(text));
  const readRelease = rememberLast((text) => fromJson<ReleaseRecord>(text));
  const options = { deterministic: true, directOnly: true };
  database.function("hold_covers", options, (scopes, id, priority, kind, channel, tags, campaign) => {
    const target: HoldTarget = {
      id: String(id),
      // The casts hold because the columns were written from these types.
      priority: priority as Priority,
      kind: kind as ContentKind,
      ...readTags(tags),
      ...readCampaign(campaign),
    };
    return readScopes(String(scopes)).some((scope) => holdCovers(scope, target, String(channel))) ? 1 : 0;
  });
  database.function("after_hold", options, (release, id, notAfter) => {
    const publication = { id: String(id), ...(notAfter !== null && { notAfter: String(notAfter) }) };
    return stateAfterHold(publication, readRelease(String(release)));
  });
}

function readTags(tags: SQLOutputValue): Pick<HoldTarget, "tags"> {
  return tags === null ? {} : { tags: fromJson<string[]>(String(tags)) };
}

function readCampaign(campaign: SQLOutputValue): Pick<HoldTarget, "campaign"> {
  return campaign === null ? {} : { campaign: String(campaign) };
}

/** One statement hands in the same text again and again. */
function rememberLast<T>(read: (text: string) => T): (text: string) => T {
  let last: { readonly text: string; readonly value: T } | undefined;
  return (text) => {
    if (last?.text !== text) last = { text, value: read(text) };
    return last.value;
  };
}
