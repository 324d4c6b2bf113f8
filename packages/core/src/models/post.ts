import type { Audience, IsoDateTime, LanguageTag } from "@carecast/adapter";
import * as z from "zod/mini";

import type { PostMedia } from "./media.ts";
import { parseContent } from "./parse.ts";
import { dateTimeSchema, hashtagSchema, languageSchema, textSchema, webUrlSchema } from "./words.ts";

/** What one reader sees: the part of a post that can differ between languages and channels. */
export interface PostContent {
  /** The words. Links and hashtags given below are added at the end unless the words hold them already. */
  readonly text: string;
  /** The same message in fewer words, longest first. Used only when the caller allows `overflow: "shorten"`. */
  readonly shortTexts?: readonly string[];
  readonly contentWarning?: string;
  readonly media?: readonly PostMedia[];
  readonly links?: readonly PostLink[];
  /** Without `#`. Written in PascalCase they can be read aloud: `BoilWater`. */
  readonly hashtags?: readonly string[];
  /** Passages of `text` that a thread must never split: an instruction, a place, a dose. Telephone numbers,
   *  addresses, doses, times and dates are found without being named here. */
  readonly protect?: readonly string[];
}

/** A post: plain content for any number of channels. */
export interface Post extends PostContent {
  readonly language?: LanguageTag;
  /** Where the facts come from. The plan shows them to whoever decides; the text does not. */
  readonly sources?: readonly Source[];
  /**
   * Default `routine`. `emergency` has a lane of its own: it waits for nothing else on its channel, may use the reserve of
   * every rate budget, and no hold stops it. `high` goes before what is routine.
   */
  readonly priority?: "emergency" | "high" | "routine";
  /** Default `public`. */
  readonly audience?: Audience;
  readonly poll?: PostPoll;
  /** Other words for a language or a channel. A channel's own words win over those of its language. */
  readonly variants?: PostVariants;
}

/** Other words of the same post. */
export interface PostVariants {
  readonly languages?: Readonly<Record<LanguageTag, PostContent>>;
  readonly channels?: Readonly<Record<string, PostContent & { readonly language?: LanguageTag }>>;
}

/** An address of the post, and what its preview card says. */
export interface PostLink {
  readonly url: string;
  /** With a title, networks that show cards get one. */
  readonly title?: string;
  readonly description?: string;
}

/** Where a fact comes from. */
export interface Source {
  readonly name: string;
  readonly url?: string;
  /** When the source said it, or when it was checked. */
  readonly date: IsoDateTime;
}

/** A question to the readers; the text asks it. */
export interface PostPoll {
  readonly options: readonly string[];
  readonly closesAt: IsoDateTime;
  /** Default `false`. */
  readonly multiple?: boolean;
}

const bytesSchema = z.custom<Uint8Array<ArrayBuffer> | Blob>(
  (value) => value instanceof Uint8Array || value instanceof Blob,
  "must be a Uint8Array or a Blob.",
);

const mediaSchema = z
  .strictObject({
    bytes: z.optional(bytesSchema),
    url: z.optional(webUrlSchema),
    alt: z.optional(textSchema),
    decorative: z.optional(z.literal(true)),
  })
  .check(
    z.refine((media) => (media.bytes === undefined) !== (media.url === undefined), "needs either bytes or a url."),
    z.refine((media) => (media.alt === undefined) !== (media.decorative === undefined), {
      path: ["alt"],
      error: "is missing: describe what the picture says, or say decorative: true if it says nothing.",
    }),
  );

const linkSchema = z.strictObject({
  url: webUrlSchema,
  title: z.optional(textSchema),
  description: z.optional(textSchema),
});

const contentShape = {
  text: z.string(),
  shortTexts: z.optional(z.array(textSchema)),
  contentWarning: z.optional(textSchema),
  media: z.optional(z.array(mediaSchema)),
  links: z.optional(z.array(linkSchema)),
  hashtags: z.optional(z.array(hashtagSchema)),
  protect: z.optional(z.array(textSchema)),
};

interface WordsAndMedia {
  text: string;
  media?: unknown[] | undefined;
}

const hasContent = z.refine<WordsAndMedia>((content) => content.text.trim() !== "" || Boolean(content.media?.length), {
  path: ["text"],
  error: "must not be empty unless media are there.",
});

const contentSchema = z.strictObject(contentShape).check(hasContent);

export const sourceSchema = z.strictObject({ name: textSchema, url: z.optional(webUrlSchema), date: dateTimeSchema });

const postSchema = z
  .strictObject({
    ...contentShape,
    language: z.optional(languageSchema),
    sources: z.optional(z.array(sourceSchema)),
    priority: z.optional(z.enum(["emergency", "high", "routine"])),
    audience: z.optional(z.enum(["public", "unlisted", "followers"])),
    poll: z.optional(
      z.strictObject({
        options: z.array(textSchema).check(z.minLength(2)),
        closesAt: dateTimeSchema,
        multiple: z.optional(z.boolean()),
      }),
    ),
    variants: z.optional(
      z.strictObject({
        languages: z.optional(z.record(languageSchema, contentSchema)),
        channels: z.optional(
          z.record(
            z.string(),
            z.strictObject({ ...contentShape, language: z.optional(languageSchema) }).check(hasContent),
          ),
        ),
      }),
    ),
  })
  .check(hasContent);

/** The post itself, checked. Throws `InvalidPostError` that names every wrong path, below `at` if it is given. */
export function parsePost(value: unknown, at?: string): Post {
  return parseContent<Post>("post", postSchema, value, at);
}
