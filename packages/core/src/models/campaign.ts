import type { IsoDateTime, LanguageTag } from "@carecast/adapter";
import * as z from "zod/mini";

import { parseContent } from "./parse.ts";
import { parsePost, sourceSchema, type Post, type Source } from "./post.ts";
import { dateTimeSchema, hashtagSchema, isBefore, languageSchema, textSchema } from "./words.ts";

/** Posts that belong together: a vaccination season, a blood drive. What they share is written once. */
export interface Campaign {
  /** Names the campaign for ever, and with it every one of its publications. Letters, digits, `-` and `_`. */
  readonly id: string;
  readonly name: string;
  readonly startsAt: IsoDateTime;
  /** Nothing of the campaign is sent after this instant. */
  readonly endsAt: IsoDateTime;
  readonly language?: LanguageTag;
  /** Added to those of every post. */
  readonly hashtags?: readonly string[];
  readonly sources?: readonly Source[];
  readonly posts: readonly CampaignEntry[];
}

/** A post of a campaign, with times of its own within those of the campaign. */
export interface CampaignEntry extends Post {
  /** Default: when the campaign starts. */
  readonly at?: IsoDateTime;
  /** Default: when the campaign ends. */
  readonly notAfter?: IsoDateTime;
}

/**
 * One post of a campaign with the options that make its publication repeatable and keep it within the dates:
 * `const { post, ...options } = entry; care.publish(post, options)`.
 */
export interface CampaignPost {
  readonly id: string;
  readonly campaign: string;
  readonly at: IsoDateTime;
  readonly notAfter: IsoDateTime;
  readonly post: Post;
}

const timesSchema = z.looseObject({ at: z.optional(dateTimeSchema), notAfter: z.optional(dateTimeSchema) });

const campaignSchema = z
  .strictObject({
    id: z.string().check(z.regex(/^[A-Za-z0-9_-]{1,40}$/, "must be 1 to 40 letters, digits, - or _.")),
    name: textSchema,
    startsAt: dateTimeSchema,
    endsAt: dateTimeSchema,
    language: z.optional(languageSchema),
    hashtags: z.optional(z.array(hashtagSchema)),
    sources: z.optional(z.array(sourceSchema)),
    posts: z.array(z.unknown()).check(z.minLength(1)),
  })
  .check(
    z.refine((campaign) => isBefore(campaign.startsAt, campaign.endsAt), {
      path: ["endsAt"],
      error: "must be later than startsAt.",
    }),
  );

/**
 * The posts of a campaign, each with what they share and within its dates. Numbered in the order given.
 *
 * @throws InvalidPostError naming the path, such as `posts[2].text`.
 */
export function campaignPosts(value: Campaign): readonly CampaignPost[] {
  const campaign = parseContent<Campaign>("campaign", campaignSchema, value);
  return campaign.posts.map((given, index) => {
    const { at, notAfter, ...content } = parseContent<CampaignEntry>("campaign", timesSchema, given, `posts[${index}]`);
    const post = parsePost(content, `posts[${index}]`);
    const language = post.language ?? campaign.language;
    return {
      id: `${campaign.id}.${index + 1}`,
      campaign: campaign.id,
      at: at && isBefore(campaign.startsAt, at) ? at : campaign.startsAt,
      notAfter: notAfter && isBefore(notAfter, campaign.endsAt) ? notAfter : campaign.endsAt,
      post: {
        ...post,
        ...(language && { language }),
        hashtags: [...new Set([...(post.hashtags ?? []), ...(campaign.hashtags ?? [])])],
        sources: [...(post.sources ?? []), ...(campaign.sources ?? [])],
      },
    };
  });
}
