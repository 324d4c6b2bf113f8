import type { PostRef, ReplyTarget } from "@carecast/adapter";

import { sha256 } from "../hash/sha256.ts";
import type { DeliveryRecord, PublicationRecord, SafetyRecord, StoredPart } from "../ledger/records.ts";
import type { ChannelPlan } from "../plan/plan.ts";
import type { PublishOptions } from "./publish-options.ts";
import type { Policy } from "./read-policy.ts";
import type { ReadContent } from "./to-post.ts";

export function makePublication(
  id: string,
  { post, kind }: ReadContent,
  options: PublishOptions,
  { dueAt: _, ...policy }: Policy,
  fingerprint: string,
  now: number,
  safety: SafetyRecord | undefined,
): PublicationRecord {
  const replyTo = Object.entries<PostRef | ReplyTarget | undefined>(options.replyTo ?? {}).flatMap(
    ([channel, target]) =>
      target ? [[channel, "root" in target ? target : { root: target, parent: target }] as const] : [],
  );
  return {
    id,
    createdAt: now,
    priority: post.priority ?? "routine",
    kind,
    fingerprint,
    ...policy,
    ...(replyTo.length > 0 && { replyTo: Object.fromEntries(replyTo) }),
    ...(safety && { safety }),
  };
}

/** One record for each part of a target. Their ids, and with them the keys that networks see, never change. */
export function makeDeliveries(
  publication: PublicationRecord,
  target: ChannelPlan,
  parts: readonly StoredPart[],
  dueAt: number,
): readonly DeliveryRecord[] {
  const { channel, network, language } = target;
  const name = [publication.id, channel, ...(language === undefined ? [] : [language])].join(".");
  return parts.map((part, index) => ({
    id: `${name}.${index}`,
    publicationId: publication.id,
    channel,
    network,
    ...(language !== undefined && { language }),
    index,
    count: parts.length,
    part,
    state: "queued",
    dueAt: publication.fallback?.[channel]?.at ?? dueAt,
    attempts: 0,
    updatedAt: publication.createdAt,
  }));
}

/** The record of a target that policy left out, with the reason. */
export function makeSkipped(publication: PublicationRecord, target: ChannelPlan): DeliveryRecord {
  const [record] = makeDeliveries(publication, target, [{ text: "", audience: "public", media: [] }], 0);
  const message = target.violations.map((violation) => `${violation.path}: ${violation.message}`).join(" ");
  return {
    ...record!,
    state: "skipped",
    dueAt: null,
    error: { code: "invalid-post", message, outcome: "not-sent", retryable: false },
  };
}

/**
 * A hash of what was asked for: the same id with another content is a mistake that would lose the second content.
 * Only publications that the caller named need one.
 */
export function fingerprintContent(content: unknown, channels: readonly string[]): Promise<string> {
  const text = JSON.stringify([content, channels], (_, value: unknown) =>
    value instanceof Uint8Array || value instanceof Blob
      ? { bytes: value instanceof Blob ? value.size : value.length }
      : value,
  );
  return sha256(text);
}
