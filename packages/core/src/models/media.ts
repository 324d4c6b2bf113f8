/**
 * A picture or video of a post: its bytes, or an address to fetch them from, and what people hear who cannot see it.
 *
 * `alt` is required unless the picture only decorates; then say so with `decorative: true`.
 * For a file use `openMedia(path)` of `@carecast/core/node`.
 */
export type PostMedia = MediaSource & MediaDescription;

/** Where the bytes come from. */
export type MediaSource =
  /** The file itself. Its type is read from the bytes. */
  | { readonly bytes: Uint8Array<ArrayBuffer> | Blob; readonly url?: never }
  /** An `https` address on the public internet. Fetched once, with limits on size, type and time. */
  | { readonly url: string; readonly bytes?: never };

/** What people hear who cannot see it, or that there is nothing to hear. */
export type MediaDescription =
  { readonly alt: string; readonly decorative?: never } | { readonly decorative: true; readonly alt?: never };
