import type { PostRef, ReplyTarget } from "@carecast/adapter";

import type { DeliveryRecord, PublicationRecord, StoredPart } from "../ledger/records.ts";
import type { Post } from "../models/post.ts";
import type { ChannelPlan } from "../plan/plan.ts";
import type { PublishOptions } from "./publish-options.ts";
import type { Policy } from "./read-policy.ts";

export function makePublication(
  id: string,
  post: Post,
  options: PublishOptions,
  { dueAt: _, ...policy }: Policy,
  fingerprint: string,
  now: number,
): PublicationRecord {
  const replyTo = Object.entries<PostRef | ReplyTarget | undefined>(options.replyTo ?? {}).flatMap(
    ([channel, target]) =>
      target ? [[channel, "root" in target ? target : { root: target, parent: target }] as const] : [],
  );
  return {
    id,
    createdAt: now,
    priority: post.priority ?? "routine",
    fingerprint,
    ...policy,
    ...(replyTo.length > 0 && { replyTo: Object.fromEntries(replyTo) }),
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
export async function fingerprintContent(content: unknown, channels: readonly string[]): Promise<string> {
  const text = JSON.stringify([content, channels], (_, value: unknown) =>
    value instanceof Uint8Array || value instanceof Blob
      ? { bytes: value instanceof Blob ? value.size : value.length }
      : value,
  );
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
