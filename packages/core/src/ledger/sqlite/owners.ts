import { knownIdError } from "../check-addition.ts";
import type { LaneRef } from "../lane-store.ts";
import type { Statements } from "./statements.ts";

const insertOwner = "INSERT INTO owners (id, lease_until) VALUES (?, ?) ON CONFLICT (id) DO NOTHING";
const renew = "UPDATE owners SET lease_until = ? WHERE id = ?";
const remove = "DELETE FROM owners WHERE id = ?";
const deleteLate = "DELETE FROM owners WHERE id <> ? AND lease_until <= ?";
const selectOwner = "SELECT 1 FROM owners WHERE id = ?";
const insertLane = "INSERT INTO lanes (channel, lane, owner) VALUES (?, ?, ?) ON CONFLICT (channel, lane) DO NOTHING";
const selectLane = "SELECT 1 FROM lanes WHERE channel = ? AND lane = ? AND owner = ?";
const deleteLane = "DELETE FROM lanes WHERE channel = ? AND lane = ? AND owner = ?";

export function enlistOwner(prepare: Statements, owner: string, leaseUntil: number): void {
  if (prepare(insertOwner).run(owner, leaseUntil).changes === 0) throw knownIdError("owner");
}

export function renewLease(prepare: Statements, owner: string, leaseUntil: number): boolean {
  return prepare(renew).run(leaseUntil, owner).changes === 1;
}

/** The lanes go with their owner: the schema says so. */
export function deleteOwner(prepare: Statements, owner: string): void {
  prepare(remove).run(owner);
}

export function isEnlisted(prepare: Statements, owner: string): boolean {
  return prepare(selectOwner).get(owner) !== undefined;
}

export function claimLanes(prepare: Statements, owner: string, lanes: readonly LaneRef[], now: number): LaneRef[] {
  prepare(deleteLate).run(owner, now);
  if (!isEnlisted(prepare, owner)) return [];
  for (const { channel, lane } of lanes) prepare(insertLane).run(channel, lane, owner);
  return lanes
    .filter(({ channel, lane }) => prepare(selectLane).get(channel, lane, owner) !== undefined)
    .map(({ channel, lane }) => ({ channel, lane }));
}

export function freeLanes(prepare: Statements, owner: string, lanes: readonly LaneRef[]): void {
  for (const { channel, lane } of lanes) prepare(deleteLane).run(channel, lane, owner);
}
