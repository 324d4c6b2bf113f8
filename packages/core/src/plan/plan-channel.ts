import type { Adapter, Capabilities, LinkCard, TextLimit, Violation } from "@carecast/adapter";

import type { Post, PostContent } from "../models/post.ts";
import { checkRules } from "./check-rules.ts";
import { composeText } from "./compose-text.ts";
import type { ChannelPlan, PlannedPart, PlanOptions, TextCount } from "./plan.ts";
import { splitText } from "./split-text.ts";

/** One channel in one language, as far as planning needs it. */
export interface Target<Channel extends string = string> {
  readonly channel: Channel;
  readonly adapter: Adapter;
  readonly capabilities: Capabilities;
  readonly live: boolean;
  readonly language?: string;
  /** The words for this channel and language; left out where the post has none in the channel's language. */
  readonly content?: PostContent;
  /** Where `content` lies in the post: `""`, or `variants.languages.es`. */
  readonly path: string;
}

/** Plans one target. Pure. */
export function planChannel<Channel extends string>(
  post: Post,
  target: Target<Channel>,
  options: PlanOptions,
): ChannelPlan<Channel> {
  const { channel, adapter, content } = target;
  const base = {
    channel,
    network: adapter.network,
    ...(target.language !== undefined && { language: target.language }),
    limits: target.live ? ("live" as const) : ("documented" as const),
  };
  if (!content) return { ...base, parts: [], warnings: [], violations: [missingLanguage(target)] };
  const at = (path: string): string => (target.path ? `${target.path}.${path}` : path);
  const found = checkRules(post, content, target, at);
  const fitted = fitTexts(content, target, options, at);
  return {
    ...base,
    parts: fitted.texts.map((text, index) => planPart(post, content, target, text, index)),
    warnings: [...found.warnings, ...fitted.warnings],
    violations: [...found.violations, ...fitted.violations],
  };
}

function missingLanguage({ channel, path, language }: Target): Violation {
  return {
    path,
    rule: "language-missing",
    message: `There is no text in ${language}, which this channel speaks. Add it at ${path}.`,
    channel,
  };
}

interface Fitted {
  readonly texts: readonly string[];
  readonly warnings: readonly Violation[];
  readonly violations: readonly Violation[];
}

function fitTexts(content: PostContent, target: Target, options: PlanOptions, at: (path: string) => string): Fitted {
  const full = composeText(content.text, content);
  const over = findExceeded(full, content, target);
  if (!over) return { texts: [full], warnings: [], violations: [] };
  const { channel } = target;
  if (options.overflow === "thread" && target.capabilities.threads) {
    const fits = (text: string): boolean => !findExceeded(text, content, target);
    const texts = splitText(full, {
      fits,
      numbering: options.numbering,
      ...(content.protect && { protect: content.protect }),
    });
    if (texts) return { texts, warnings: [threadWarning(channel, texts.length, at)], violations: [] };
  }
  if (options.overflow === "shorten") {
    const forms = (content.shortTexts ?? []).map((form) => composeText(form, content));
    const index = forms.findIndex((form) => !findExceeded(form, content, target));
    if (index >= 0) return { texts: [forms[index]!], warnings: [shortWarning(channel, index, at)], violations: [] };
  }
  return { texts: [], warnings: [], violations: [tooLong(channel, over, options, at)] };
}

/** The first limit that a text breaks, with its count; `undefined` when it fits. */
function findExceeded(text: string, content: PostContent, target: Target): TextCount | undefined {
  return countText(text, content, target).find(({ count, max }) => count > max);
}

function countText(text: string, content: PostContent, { adapter, capabilities }: Target): readonly TextCount[] {
  const { limits } = capabilities.text;
  const warning = capabilities.contentWarning === "counted" ? content.contentWarning : undefined;
  return limits.map(({ unit, max }: TextLimit) => ({
    unit,
    max,
    count: adapter.measure(text, unit) + (warning === undefined ? 0 : adapter.measure(warning, unit)),
  }));
}

function planPart(post: Post, content: PostContent, target: Target, text: string, index: number): PlannedPart {
  const first = index === 0;
  const card = first ? cardOf(content) : undefined;
  return {
    text,
    counts: countText(text, content, target),
    audience: post.audience ?? "public",
    ...(target.language !== undefined && { language: target.language }),
    ...(content.contentWarning !== undefined && { contentWarning: content.contentWarning }),
    media: first ? (content.media ?? []) : [],
    ...(card && { card }),
    ...(first && post.poll && { poll: post.poll }),
  };
}

/** The card of the first link that has a title. */
function cardOf(content: PostContent): LinkCard | undefined {
  const link = content.links?.find(({ title }) => title !== undefined);
  if (link?.title === undefined) return undefined;
  return { url: link.url, title: link.title, ...(link.description !== undefined && { description: link.description }) };
}

function threadWarning(channel: string, parts: number, at: (path: string) => string): Violation {
  return { path: at("text"), rule: "thread", message: `The text becomes a thread of ${parts} posts.`, channel };
}

function shortWarning(channel: string, index: number, at: (path: string) => string): Violation {
  const path = at(`shortTexts[${index}]`);
  return { path, rule: "shortened", message: `The text is too long here: ${path} is sent in its place.`, channel };
}

function tooLong(channel: string, over: TextCount, options: PlanOptions, at: (path: string) => string): Violation {
  const remedy = {
    reject: 'Shorten it, or allow overflow: "thread" or "shorten".',
    thread: "It cannot be split here without cutting a protected passage or a word, or the network has no threads.",
    shorten: "No shorter form fits either: add one to shortTexts.",
  }[options.overflow];
  return {
    path: at("text"),
    rule: "text-too-long",
    message: `The text has ${over.count} ${over.unit}; this channel takes ${over.max}. ${remedy}`,
    count: over.count,
    limit: over.max,
    channel,
  };
}
