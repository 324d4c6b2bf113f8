import { InvalidPostError, type Violation } from "@carecast/adapter";

import type { Channel } from "../channels.ts";
import type { Post, PostContent } from "../models/post.ts";
import type { Target } from "./plan-channel.ts";

/**
 * Who gets which words. A channel with languages gets one post a language; every other channel gets the post's
 * own language; words written for a channel win.
 */
export function selectTargets<Name extends string>(
  post: Post,
  channels: readonly Channel<Name>[],
): readonly Target<Name>[] {
  return channels.flatMap((channel): readonly Target<Name>[] => {
    const base = {
      channel: channel.name,
      adapter: channel.adapter,
      capabilities: channel.capabilities,
      live: channel.live,
    };
    const own = post.variants?.channels?.[channel.name];
    if (own) {
      const language = own.language ?? post.language;
      return [{ ...base, content: own, path: `variants.channels.${channel.name}`, ...(language && { language }) }];
    }
    if (!channel.languages)
      return [{ ...base, content: post, path: "", ...(post.language && { language: post.language }) }];
    return channel.languages.map((language) => ({ ...base, language, ...findLanguage(post, language) }));
  });
}

function findLanguage(post: Post, language: string): { content?: PostContent; path: string } {
  if (post.language !== undefined && isSameLanguage(post.language, language)) return { content: post, path: "" };
  const variants = Object.entries(post.variants?.languages ?? {});
  const variant = variants.find(([tag]) => tag === language) ?? variants.find(([tag]) => isSameLanguage(tag, language));
  if (!variant) return { path: `variants.languages.${language}` };
  return { path: `variants.languages.${variant[0]}`, content: variant[1] };
}

/** `es` takes `es-US` and the other way round; `pt-PT` and `pt-BR` are two languages to their readers. */
function isSameLanguage(first: string, second: string): boolean {
  const [a, b] = [first.toLowerCase(), second.toLowerCase()];
  return a === b || a.startsWith(`${b}-`) || b.startsWith(`${a}-`);
}

/** Words that nobody would get are a mistake: in an alert they would be a language left without a warning. */
export function findUnusedVariants(post: Post, targets: readonly Target[]): readonly Violation[] {
  const used = new Set(targets.map((target) => target.path));
  return Object.keys(post.variants?.languages ?? {})
    .filter((language) => !used.has(`variants.languages.${language}`))
    .map((language) => ({
      path: `variants.languages.${language}`,
      rule: "language-unsent",
      message: `No selected channel speaks ${language}: these words go nowhere. Give a channel the language.`,
    }));
}

/** Throws when a variant names a channel that does not exist. */
export function refuseUnknownVariants(post: Post, channels: ReadonlyMap<string, unknown>): void {
  const unknown = Object.keys(post.variants?.channels ?? {}).find((name) => !channels.has(name));
  if (unknown === undefined) return;
  const path = `variants.channels.${unknown}`;
  const message = `is not a channel. The channels are ${[...channels.keys()].join(", ")}.`;
  throw new InvalidPostError(`${path} ${message}`, [{ path, rule: "unknown-channel", message }]);
}
