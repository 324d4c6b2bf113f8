import type { Capabilities } from "@carecast/adapter";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/**
 * What every Bluesky account can do.
 *
 * A content warning is `none` on purpose: Bluesky has fixed labels that cover pictures and leave the text open, and
 * no place for the caller's words. A label that promises less than the warning asked for would be a silent change.
 *
 * @see https://docs.bsky.app/docs/advanced-guides/rate-limits
 */
export const capabilities: Capabilities = {
  api: { version: "atproto" },
  text: {
    limits: [
      { unit: "graphemes", max: 300 },
      { unit: "bytes", max: 3000 },
    ],
    rule: "Characters as a reader sees them, and bytes as UTF-8; addresses count in full.",
  },
  media: {
    from: "bytes",
    max: 4,
    // GIF is left out: the network shows its first frame only.
    image: { max: 4, types: ["image/jpeg", "image/png", "image/webp"], maxBytes: 2_000_000 },
    video: { max: 1, types: ["video/mp4"], maxBytes: 300_000_000 },
    mixed: false,
  },
  threads: true,
  replies: true,
  edit: false,
  delete: true,
  pin: true,
  language: true,
  contentWarning: "none",
  audiences: ["public"],
  polls: "none",
  listening: { modes: ["poll", "stream"], kinds: ["mention", "reply", "post"], hashtags: true },
  repeat: { lever: "record-key", find: "certain" },
  rates: [
    // 35 000 points a day and 5000 an hour, of which a new record takes three.
    { of: "posts", count: 11_666, perMs: 24 * hourMs },
    { of: "posts", count: 1_666, perMs: hourMs },
    { of: "requests", count: 3_000, perMs: 5 * minuteMs },
  ],
  cost: "free",
};
