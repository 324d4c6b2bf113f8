import type { Capabilities, MediaCapabilities } from "@carecast/adapter";
import { readField, readLimit, type Instance } from "./instance.ts";

const minuteMs = 60_000;

/**
 * What the instance allows, with the documented default wherever it says nothing.
 *
 * @see https://docs.joinmastodon.org/entities/Instance/
 */
export function toCapabilities(instance: Instance): Capabilities {
  const limitOf = (path: string, otherwise: number): number => readLimit(instance, `configuration.${path}`, otherwise);
  return {
    api: { version: "v1" },
    text: {
      limits: [
        { unit: "graphemes", max: limitOf("statuses.max_characters", readLimit(instance, "max_toot_chars", 500)) },
      ],
      rule: `Characters as a reader sees them; an http(s) address counts ${charactersPerUrl(instance)}, @name@server only @name, and the content warning counts too.`,
    },
    media: toMediaCapabilities(instance, limitOf),
    threads: true,
    replies: true,
    edit: true,
    delete: true,
    pin: true,
    language: true,
    contentWarning: "counted",
    audiences: ["public", "unlisted", "followers"],
    polls: {
      maxOptions: limitOf("polls.max_options", 4),
      maxOptionLength: limitOf("polls.max_characters_per_option", 50),
      minDurationMs: limitOf("polls.min_expiration", 300) * 1000,
      maxDurationMs: limitOf("polls.max_expiration", 2_629_746) * 1000,
    },
    listening: { modes: ["stream", "poll"], kinds: ["mention", "reply", "direct-message", "post"], hashtags: true },
    repeat: { lever: "idempotency-key", windowMs: 60 * minuteMs, find: "certain" },
    rates: [
      { of: "media", count: 30, perMs: 30 * minuteMs },
      { of: "posts", count: 300, perMs: 180 * minuteMs },
      { of: "requests", count: 300, perMs: 5 * minuteMs },
    ],
    cost: "free",
  };
}

/** How many characters every address counts, however long it is. */
export function charactersPerUrl(instance: Instance): number {
  return readLimit(instance, "configuration.statuses.characters_reserved_per_url", 23);
}

function toMediaCapabilities(
  instance: Instance,
  limitOf: (path: string, otherwise: number) => number,
): MediaCapabilities {
  const max = limitOf("statuses.max_media_attachments", 4);
  const types = readTypes(instance);
  return {
    from: "bytes",
    max,
    image: {
      max,
      types: types.filter((type) => type.startsWith("image/")),
      maxBytes: limitOf("media_attachments.image_size_limit", 16_777_216),
      maxPixels: limitOf("media_attachments.image_matrix_limit", 33_177_600),
    },
    video: {
      max: 1,
      types: types.filter((type) => type.startsWith("video/")),
      maxBytes: limitOf("media_attachments.video_size_limit", 103_809_024),
      maxPixels: limitOf("media_attachments.video_matrix_limit", 8_294_400),
    },
    mixed: false,
    alt: {
      unit: "code-points",
      max: limitOf("media_attachments.description_limit", readLimit(instance, "description_limit", 1500)),
    },
  };
}

function readTypes(instance: Instance): readonly string[] {
  const types = readField(instance, "configuration.media_attachments.supported_mime_types");
  return Array.isArray(types) ? types.filter((type) => typeof type === "string") : defaultTypes;
}

const defaultTypes = [
  "image/jpeg",
  "image/png",
  "image/gif",
  "image/webp",
  "video/mp4",
  "video/webm",
  "video/quicktime",
];
