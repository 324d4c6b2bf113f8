import type { Capabilities, RepeatCapabilities } from "@carecast/adapter";
import type { PlainLever } from "@carecast/sandbox";

import type { PlainAdapterOptions } from "./options.ts";

export function toCapabilities({ lever, windowMs, maxCharacters = 500 }: PlainAdapterOptions): Capabilities {
  return {
    api: { version: "1" },
    text: { limits: [{ unit: "graphemes", max: maxCharacters }], rule: "Every character counts one." },
    media: {
      from: "bytes",
      max: 4,
      image: { max: 4, types: ["image/png", "image/jpeg"], maxBytes: 1_000_000 },
      mixed: false,
    },
    threads: true,
    replies: true,
    edit: false,
    delete: false,
    pin: false,
    language: false,
    contentWarning: "none",
    audiences: ["public"],
    polls: "none",
    listening: { modes: [], kinds: [], hashtags: false },
    repeat: { ...toRepeat(lever), ...(windowMs !== undefined && { windowMs }) },
    rates: [],
    cost: "free",
  };
}

/** No lever has a `find` beside it, so that each has to do alone. */
function toRepeat(lever: PlainLever): RepeatCapabilities {
  if (lever === "find") return { lever: "none", find: "certain" };
  return { lever, find: "none" };
}
