import type { Capabilities, MediaCapabilities, Violation } from "@carecast/adapter";

import type { Post, PostContent } from "../models/post.ts";
import type { Target } from "./plan-channel.ts";

export interface Findings {
  readonly warnings: readonly Violation[];
  readonly violations: readonly Violation[];
}

/** Everything but the length of the text: what this channel would refuse, and what its readers would miss. */
export function checkRules(post: Post, content: PostContent, target: Target, at: (path: string) => string): Findings {
  const warnings: Violation[] = [];
  const violations: Violation[] = [];
  const { channel, capabilities } = target;
  const warn = (path: string, rule: string, message: string): void =>
    void warnings.push({ path, rule, message, channel });
  const refuse = (path: string, rule: string, message: string, numbers?: { count: number; limit: number }): void =>
    void violations.push({ path, rule, message, channel, ...numbers });

  const audience = post.audience ?? "public";
  if (!capabilities.audiences.includes(audience))
    refuse(
      "audience",
      "audience",
      `This channel cannot limit a post to ${audience}: it has ${capabilities.audiences.join(", ")}.`,
    );
  if (target.language !== undefined && !capabilities.language)
    warn("language", "language-lost", "This network does not keep the language of a post.");
  if (content.contentWarning !== undefined) checkContentWarning(capabilities, at("contentWarning"), warn, refuse);
  if (post.poll) checkPoll(post.poll.options, capabilities, refuse);
  if (content.media) checkMedia(content.media, target, at, refuse);
  return { warnings, violations };
}

type Warn = (path: string, rule: string, message: string) => void;
type Refuse = (path: string, rule: string, message: string, numbers?: { count: number; limit: number }) => void;

function checkContentWarning(capabilities: Capabilities, path: string, warn: Warn, refuse: Refuse): void {
  if (capabilities.contentWarning === "none")
    refuse(
      path,
      "content-warning",
      "This network has no content warnings. Leave it out, or write a variant for the channel.",
    );
  if (capabilities.contentWarning === "label")
    warn(path, "content-warning-label", "This network shows a fixed label in place of these words.");
}

function checkPoll(options: readonly string[], { polls }: Capabilities, refuse: Refuse): void {
  if (polls === "none") return refuse("poll", "poll", "This network has no polls.");
  if (options.length > polls.maxOptions)
    refuse("poll.options", "poll-options", `This channel takes ${polls.maxOptions} answers.`, {
      count: options.length,
      limit: polls.maxOptions,
    });
}

function checkMedia(
  media: NonNullable<PostContent["media"]>,
  { adapter, capabilities }: Target,
  at: (path: string) => string,
  refuse: Refuse,
): void {
  const rules: MediaCapabilities = capabilities.media;
  if (media.length > rules.max)
    refuse(at("media"), "media-count", `This channel takes ${rules.max} pictures or videos in one post.`, {
      count: media.length,
      limit: rules.max,
    });
  const limit = rules.alt;
  if (!limit) return;
  media.forEach(({ alt }, index) => {
    const count = alt === undefined ? 0 : adapter.measure(alt, limit.unit);
    if (count > limit.max)
      refuse(
        at(`media[${index}].alt`),
        "alt-too-long",
        `The description has ${count} ${limit.unit}; this channel takes ${limit.max}.`,
        {
          count,
          limit: limit.max,
        },
      );
  });
}
