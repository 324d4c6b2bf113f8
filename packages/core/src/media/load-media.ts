import { InvalidPostError, type Clock, type PartMedia } from "@carecast/adapter";
import type { PostMedia } from "../models/media.ts";
import type { FetchLimits } from "./fetch-media.ts";

/** A picture or video that is ready for the ledger: sniffed, checked and cleaned. */
export interface LoadedMedia extends Omit<PartMedia, "alt"> {
  /** SHA-256 of the cleaned bytes, in lower-case hex. */
  readonly id: string;
}

export interface LoadMediaOptions {
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
  readonly fetchLimits?: FetchLimits | undefined;
}

/** Reads one picture or video. `path` is where it stands in the post, for errors: `media[0]`. */
export function loadMedia(_media: PostMedia, path: string, _options: LoadMediaOptions): Promise<LoadedMedia> {
  return Promise.reject(new InvalidPostError(`${path}: media cannot be loaded yet`));
}
