import { InvalidPostError, type Clock, type MediaRule, type Violation } from "@carecast/adapter";

import type { Channel } from "../channels.ts";
import type { MediaRecord, StoredPart, StoredPartMedia } from "../ledger/records.ts";
import { loadMedia, type LoadedMedia } from "../media/load-media.ts";
import type { PostMedia } from "../models/media.ts";
import type { ChannelPlan, PlannedPart } from "../plan/plan.ts";

export interface LoadedParts {
  /** For each target of the plan its parts, in the same order. */
  readonly parts: readonly (readonly StoredPart[])[];
  readonly media: readonly MediaRecord[];
}

/**
 * Reads every picture and video once, however many channels show it, and holds it against the rules of each.
 *
 * @throws InvalidPostError naming the media that a channel does not take. Nothing has been sent then.
 */
export async function loadParts(
  targets: readonly ChannelPlan[],
  channels: ReadonlyMap<string, Channel>,
  options: { clock: Clock; signal?: AbortSignal | undefined },
): Promise<LoadedParts> {
  const loading = new Map<PostMedia, Promise<LoadedMedia>>();
  const load = (media: PostMedia, path: string): Promise<LoadedMedia> => {
    const known = loading.get(media) ?? loadMedia(media, path, options);
    loading.set(media, known);
    return known;
  };
  const violations: Violation[] = [];
  const records = new Map<string, MediaRecord>();

  const loadPart = async (target: ChannelPlan, part: PlannedPart): Promise<StoredPart> => {
    const loaded = await Promise.all(part.media.map((media, index) => load(media, `media[${index}]`)));
    violations.push(...checkLoaded(target, loaded, channels.get(target.channel)));
    for (const { id, blob } of loaded) records.set(id, { id, blob });
    return storePart(
      part,
      loaded.map((media, index) => describe(media, part.media[index]?.alt ?? "")),
    );
  };

  if (targets.every((target) => target.parts.every(({ media }) => media.length === 0)))
    return { parts: targets.map((target) => target.parts.map((part) => storePart(part, []))), media: [] };
  const parts = await Promise.all(
    targets.map((target) => Promise.all(target.parts.map((part) => loadPart(target, part)))),
  );
  if (violations.length > 0)
    throw new InvalidPostError(`A channel does not take these media. ${violations[0]?.message ?? ""}`, violations);
  return { parts, media: [...records.values()] };
}

function storePart(part: PlannedPart, media: readonly StoredPartMedia[]): StoredPart {
  const { text, audience, language, contentWarning, card, poll } = part;
  return {
    text,
    audience,
    media,
    ...(language !== undefined && { language }),
    ...(contentWarning !== undefined && { contentWarning }),
    ...(card && { card }),
    ...(poll && { poll: { ...poll, multiple: poll.multiple ?? false } }),
  };
}

function describe({ id, blob: _, ...media }: LoadedMedia, alt: string): StoredPartMedia {
  return { ...media, mediaId: id, alt };
}

function checkLoaded(target: ChannelPlan, loaded: readonly LoadedMedia[], channel: Channel | undefined): Violation[] {
  const rules = channel?.capabilities.media;
  if (!rules || loaded.length === 0) return [];
  const { channel: name } = target;
  const violations: Violation[] = [];
  for (const kind of ["image", "video"] as const) {
    const count = loaded.filter((media) => media.kind === kind).length;
    const limit = rules[kind]?.max ?? 0;
    if (count > limit)
      violations.push({
        path: "media",
        rule: "media-count",
        message: `This channel takes ${limit} of kind ${kind} in one post.`,
        count,
        limit,
        channel: name,
      });
  }
  if (!rules.mixed && new Set(loaded.map(({ kind }) => kind)).size > 1)
    violations.push({
      path: "media",
      rule: "media-mixed",
      message: "This channel takes pictures or a video, not both.",
      channel: name,
    });
  loaded.forEach((media, index) => {
    const rule = rules[media.kind];
    const broken = rule && findBrokenRule(media, rule);
    if (broken) violations.push({ ...broken, path: `media[${index}]`, channel: name });
  });
  return violations;
}

function findBrokenRule(
  { blob, mimeType, width, height }: LoadedMedia,
  rule: MediaRule,
): Omit<Violation, "path"> | undefined {
  if (!rule.types.includes(mimeType))
    return { rule: "media-type", message: `The file is ${mimeType}; this channel takes ${rule.types.join(", ")}.` };
  if (blob.size > rule.maxBytes)
    return {
      rule: "media-size",
      message: `The file has ${blob.size} bytes; this channel takes ${rule.maxBytes}.`,
      count: blob.size,
      limit: rule.maxBytes,
    };
  const pixels = (width ?? 0) * (height ?? 0);
  if (rule.maxPixels !== undefined && pixels > rule.maxPixels)
    return {
      rule: "media-pixels",
      message: `The picture has ${pixels} pixels; this channel takes ${rule.maxPixels}.`,
      count: pixels,
      limit: rule.maxPixels,
    };
  return undefined;
}
