import type { Audience, IsoDateTime, LanguageTag } from "./words.ts";

/**
 * One post as a network will show it: plain content and nothing else. Core has composed the text, counted it,
 * split it into threads and loaded the media before an adapter sees a part.
 */
export interface Part {
  /** The whole text, links and hashtags included. May be empty when media are there. */
  readonly text: string;
  readonly language?: LanguageTag;
  readonly audience: Audience;
  /** Shown in place of the post until the reader opens it, where `capabilities.contentWarning` has it. */
  readonly contentWarning?: string;
  readonly media: readonly PartMedia[];
  /** A preview card for networks whose clients build it themselves. Its address is in the text too. */
  readonly card?: LinkCard;
  readonly poll?: Poll;
}

/** One picture or video, sniffed, checked and free of position data. */
export interface PartMedia {
  readonly kind: "image" | "video";
  /** The type that the bytes show, never the one that a file name claims. */
  readonly mimeType: string;
  readonly blob: Blob;
  /** Text for people who cannot see it; `""` only when the caller said `decorative: true`. */
  readonly alt: string;
  /** Pixels, where the header of the file tells. */
  readonly width?: number;
  readonly height?: number;
  /** A public address of the same bytes, for networks that fetch media themselves. */
  readonly url?: string;
}

export interface LinkCard {
  readonly url: string;
  readonly title: string;
  readonly description?: string;
}

export interface Poll {
  /** Two or more answers, in the order shown. */
  readonly options: readonly string[];
  readonly closesAt: IsoDateTime;
  /** Whether one reader may choose several. */
  readonly multiple: boolean;
}
