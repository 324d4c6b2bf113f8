import type { LaneRef } from "@carecast/core";
import { query, oneByOne, type Operation, type Transaction } from "./operation.ts";
import { encodeText } from "./text.ts";

/** Lanes that an owner wants or gives back. */
export interface LaneRequest {
  readonly owner: string;
  readonly lanes: readonly LaneRef[];
}

/** Answers which of the lanes that were asked for the owner has now. */
export function claimLanes(schema: string): Operation<LaneRequest, readonly LaneRef[]> {
  // An owner whose row is locked is at work this very moment: it is struck off by the next claim, if its lease has run out.
  const strikeOff = `
    WITH claimer AS (SELECT id FROM ${schema}.owners WHERE id = $1 FOR KEY SHARE), struck AS (
      DELETE FROM ${schema}.owners WHERE id IN (
        SELECT id FROM ${schema}.owners WHERE id <> $1 AND lease_until <= clock_timestamp() FOR UPDATE SKIP LOCKED))
    SELECT id FROM claimer`;
  const take = `
    INSERT INTO ${schema}.lanes AS l (channel, lane, owner)
    SELECT i.channel, i.lane, $1 FROM json_to_recordset($2::json) AS i (channel text, lane text) ORDER BY i.channel, i.lane
    ON CONFLICT (channel, lane) DO UPDATE SET owner = l.owner WHERE l.owner = excluded.owner
    RETURNING channel, lane`;

  async function claim(transaction: Transaction, owner: string, lanes: ReadonlyMap<string, LaneRef>) {
    const enlisted = await query(transaction, strikeOff, [owner]);
    if (enlisted.length === 0 || lanes.size === 0) return new Set<string>();
    const wanted = JSON.stringify([...lanes.values()].map(toRow));
    const taken = await query<{ channel: string; lane: string }>(transaction, take, [owner, wanted]);
    return new Set(taken.map(keyOf));
  }

  return {
    mode: "write",
    async run(transaction, inputs) {
      const outputs: (readonly LaneRef[])[] = [];
      for (const requests of byOwner(inputs)) {
        const lanes = requests.flatMap((request) => request.lanes);
        const owner = encodeText(requests[0]?.owner ?? "");
        const taken = await claim(transaction, owner, new Map(lanes.map((lane) => [keyOf(toRow(lane)), lane])));
        for (const request of requests) outputs.push(request.lanes.filter((lane) => taken.has(keyOf(toRow(lane)))));
      }
      return outputs;
    },
  };
}

export function freeLanes(schema: string): Operation<LaneRequest, void> {
  const text = `
    DELETE FROM ${schema}.lanes WHERE owner = $1 AND (channel, lane) IN (
      SELECT i.channel, i.lane FROM json_to_recordset($2::json) AS i (channel text, lane text))`;
  return oneByOne("write", async (transaction, { owner, lanes }) => {
    await query(transaction, text, [encodeText(owner), JSON.stringify(lanes.map(toRow))]);
  });
}

/** A copy of lanes that is the ledger's own. */
export function copyLanes(lanes: readonly LaneRef[]): readonly LaneRef[] {
  return lanes.map(({ channel, lane }) => ({ channel, lane }));
}

/** Requests of one owner that come one after the other are one. */
function byOwner(requests: readonly LaneRequest[]): readonly (readonly LaneRequest[])[] {
  const groups: LaneRequest[][] = [];
  for (const request of requests) {
    const last = groups.at(-1);
    if (last?.[0]?.owner === request.owner) last.push(request);
    else groups.push([request]);
  }
  return groups;
}

function toRow({ channel, lane }: LaneRef): { readonly channel: string; readonly lane: string } {
  return { channel: encodeText(channel), lane };
}

function keyOf({ channel, lane }: { readonly channel: string; readonly lane: string }): string {
  return `${lane} ${channel}`;
}
