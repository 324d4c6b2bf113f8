import {
  InvalidPostError,
  UnsupportedError,
  type MediaCapabilities,
  type Part,
  type Violation,
} from "@carecast/adapter";
import { capabilities } from "./capabilities.ts";
import { measureText } from "./measure.ts";

/**
 * Refuses what the network would refuse or, worse, leave out. Core's plan has said so before; this holds for callers
 * without a plan.
 *
 * @throws UnsupportedError for a feature that Bluesky has not.
 * @throws InvalidPostError with every violation of a limit.
 */
export function checkPart(part: Part): void {
  if (part.audience !== "public") throw unsupported("audience", "everything on Bluesky is public");
  if (part.poll !== undefined) throw unsupported("poll", "Bluesky has no polls");
  if (part.contentWarning !== undefined) {
    throw unsupported(
      "contentWarning",
      "Bluesky has no content warnings in words; write the warning as the first line",
    );
  }
  const violations = [...checkText(part), ...checkMedia(part.media, capabilities.media)];
  if (violations.length > 0) {
    throw new InvalidPostError(`bluesky: ${violations[0]?.message ?? ""}`, violations, { network: "bluesky" });
  }
}

function unsupported(path: string, reason: string): UnsupportedError {
  return new UnsupportedError(`bluesky: ${reason}.`, { network: "bluesky", path });
}

function checkText({ text, media }: Part): Violation[] {
  if (text.trim() === "" && media.length === 0) {
    return [{ path: "text", rule: "text-missing", message: "The post has neither text nor media." }];
  }
  const violations: Violation[] = [];
  for (const { unit, max } of capabilities.text.limits) {
    const count = measureText(text, unit);
    if (count <= max) continue;
    const message = `The text has ${count} ${unit}; Bluesky takes ${max}.`;
    violations.push({ path: "text", rule: "text-too-long", message, count, limit: max });
  }
  return violations;
}

function checkMedia(media: Part["media"], rules: MediaCapabilities): Violation[] {
  const violations: Violation[] = [];
  const videos = media.filter(({ kind }) => kind === "video").length;
  if (media.length > rules.max || videos > 1 || (videos === 1 && media.length > 1)) {
    const message = "Bluesky takes four pictures or one video in a post.";
    violations.push({
      path: "media",
      rule: "media-count",
      message,
      count: media.length,
      limit: videos > 0 ? 1 : rules.max,
    });
  }
  media.forEach(({ kind, mimeType, blob }, index) => {
    const rule = rules[kind];
    const path = `media[${index}]`;
    if (rule?.types.includes(mimeType) !== true) {
      const message = `Bluesky takes ${rule?.types.join(", ") ?? "no such files"} as a ${kind}.`;
      violations.push({ path, rule: "media-type", message });
    } else if (blob.size > rule.maxBytes) {
      const message = `The ${kind} has ${blob.size} bytes; Bluesky takes ${rule.maxBytes}.`;
      violations.push({ path, rule: "media-too-large", message, count: blob.size, limit: rule.maxBytes });
    }
  });
  return violations;
}
