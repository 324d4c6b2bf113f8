import type { PartMedia } from "@carecast/adapter";
import type { PostMedia } from "../models/media.ts";
import { readBlob, type Bytes, type CleanMedia } from "./bytes.ts";
import { cleanBoxes } from "./clean-boxes.ts";
import { cleanGif } from "./clean-gif.ts";
import { cleanJpeg } from "./clean-jpeg.ts";
import { cleanPng } from "./clean-png.ts";
import { cleanWebm } from "./clean-webm.ts";
import { cleanWebp } from "./clean-webp.ts";
import { fetchMedia, type FetchMediaOptions } from "./fetch-media.ts";
import { hashBlob } from "./hash-blob.ts";
import { invalidMedia, MediaFault } from "./media-fault.ts";
import { sniffType } from "./sniff-type.ts";

/**
 * A picture or video that is ready for the ledger: sniffed, checked and cleaned. `width` and `height` are those of
 * the picture as shown. `url` is there only where cleaning changed nothing: a network that fetches media itself
 * would otherwise get what was removed.
 */
export interface LoadedMedia extends Omit<PartMedia, "alt"> {
  /** SHA-256 of the cleaned bytes, in lower-case hex. */
  readonly id: string;
}

export type LoadMediaOptions = FetchMediaOptions;

/** Pictures that are read and written anew; larger containers are cleaned in place. */
const pictures: Readonly<Record<string, (bytes: Bytes) => CleanMedia>> = {
  "image/jpeg": cleanJpeg,
  "image/png": cleanPng,
  "image/gif": cleanGif,
  "image/webp": cleanWebp,
};

/**
 * Reads one picture or video, whose type only its bytes decide, and removes all that is not needed to show it:
 * positions above all, and with them serial numbers, names, comments, thumbnails and times.
 *
 * What is drawn or spoken in it stays, and so does what an encoder hid in the picture data. A picture may have 64 MiB.
 * `path` is where it stands in the post, for errors: `media[0]`.
 *
 * @throws InvalidPostError for a type that no network takes, a broken file, metadata that cannot be removed safely
 * @throws NetworkError where `url` cannot be fetched: see `fetchMedia`
 */
export async function loadMedia(media: PostMedia, path: string, options: LoadMediaOptions): Promise<LoadedMedia> {
  const { signal } = options;
  const { url } = media;
  const source = url === undefined ? new Blob([media.bytes]) : await fetchMedia(url, `${path}.url`, options);
  try {
    const mimeType = sniffType(await readBlob(source, 0, 256, signal));
    if (mimeType === undefined) {
      throw new MediaFault(
        "media-type",
        "Not a JPEG, PNG, GIF, WebP, AVIF, HEIC, MP4, QuickTime or WebM file. Convert it.",
      );
    }
    const { parts, width, height } = await clean(source, mimeType, signal);
    const blob = new Blob(parts, { type: mimeType });
    const id = await hashBlob(blob, signal);
    return {
      id,
      kind: mimeType.startsWith("image") ? "image" : "video",
      mimeType,
      blob,
      ...(width && height && { width, height }),
      ...(url !== undefined && id === (await hashBlob(source, signal)) && { url }),
    };
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof MediaFault) throw invalidMedia(path, error);
    // What a Blob of a file answers when the file was changed or removed meanwhile.
    if (error instanceof DOMException) {
      throw invalidMedia(path, new MediaFault("media-unreadable", "The file was changed. Open it again."));
    }
    throw error;
  }
}

async function clean(source: Blob, mimeType: string, signal: AbortSignal | undefined): Promise<CleanMedia> {
  const picture = pictures[mimeType];
  if (picture) return picture(await readBlob(source, 0, source.size, signal));
  return mimeType === "video/webm"
    ? cleanWebm(source, signal)
    : cleanBoxes(source, mimeType.startsWith("image"), signal);
}
