import {
  type Capabilities,
  type Draft,
  InvalidPostError,
  type Json,
  type Part,
  UnsupportedError,
} from "@carecast/adapter";
import type { FakeBody } from "./fake-post.ts";
import { measureText } from "./measure-text.ts";

/** The draft of `part`, or the error that says why the fake network would refuse it. */
export function draftPart(part: Part, container: string, network: string, capabilities: Capabilities): Draft {
  refuseUnsupported(part, network, capabilities);
  refuseInvalid(part, network, capabilities);
  const body: FakeBody = {
    text: part.text,
    audience: part.audience,
    media: part.media.map(({ kind, mimeType, alt, blob }) => ({ kind, mimeType, alt, bytes: blob.size })),
    container,
    ...(part.language !== undefined && { language: part.language }),
    ...(part.contentWarning !== undefined && { contentWarning: part.contentWarning }),
    ...(part.poll && { poll: { ...part.poll, options: [...part.poll.options] } }),
  };
  return { body };
}

/** The body of a draft that `draftPart` made, perhaps in another process. */
export function readDraft(draft: Draft, network: string): FakeBody {
  if (isFakeBody(draft.body)) return draft.body;
  throw new InvalidPostError("This draft was not made by a fake adapter. Call prepare again.", [], { network });
}

function isFakeBody(body: Json): body is FakeBody {
  return typeof body === "object" && body !== null && "text" in body && "container" in body && "media" in body;
}

function refuseUnsupported(part: Part, network: string, capabilities: Capabilities): void {
  const refuse = (what: string, path: string): never => {
    throw new UnsupportedError(`${network} has no ${what}. Leave it out or choose another channel.`, { network, path });
  };
  if (!capabilities.audiences.includes(part.audience)) refuse("such audience", "audience");
  if (part.poll && capabilities.polls === "none") refuse("polls", "poll");
  if (part.contentWarning !== undefined && capabilities.contentWarning === "none") {
    refuse("content warnings", "contentWarning");
  }
  part.media.forEach((media, index) => {
    const rule = capabilities.media[media.kind];
    if (!rule?.types.includes(media.mimeType)) refuse("media of this type", `media[${index}]`);
  });
}

function refuseInvalid(part: Part, network: string, capabilities: Capabilities): void {
  const refuse = (path: string, rule: string, count: number, limit: number): never => {
    const message = `${network} takes at most ${limit} here; this has ${count}. Make it shorter or smaller.`;
    throw new InvalidPostError(message, [{ path, rule, message, count, limit }], { network });
  };
  if (part.text === "" && part.media.length === 0) refuse("text", "text-empty", 0, 0);
  const counted = capabilities.contentWarning === "counted" ? (part.contentWarning ?? "") + part.text : part.text;
  for (const { unit, max } of capabilities.text.limits) {
    const count = measureText(counted, unit);
    if (count > max) refuse("text", "text-too-long", count, max);
  }
  const { media, polls } = capabilities;
  if (part.poll && polls !== "none" && part.poll.options.length > polls.maxOptions) {
    refuse("poll.options", "too-many-options", part.poll.options.length, polls.maxOptions);
  }
  if (part.media.length > media.max) refuse("media", "too-many-media", part.media.length, media.max);
  part.media.forEach(({ kind, blob, alt }, index) => {
    const maxBytes = media[kind]?.maxBytes ?? 0;
    if (blob.size > maxBytes) refuse(`media[${index}]`, "media-too-large", blob.size, maxBytes);
    if (!media.alt) return;
    const count = measureText(alt, media.alt.unit);
    if (count > media.alt.max) refuse(`media[${index}].alt`, "alt-too-long", count, media.alt.max);
  });
}
