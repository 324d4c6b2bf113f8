import { InvalidPostError } from "@carecast/adapter";

/** Stable names of what can be wrong with a picture or video, for `Violation.rule`. */
export type MediaRule =
  | "media-address"
  | "media-broken"
  | "media-metadata"
  | "media-too-large"
  | "media-type"
  | "media-unreadable";

/** What a cleaner says of a file. It knows no path, so it never leaves this folder: see `invalidMedia`. */
export class MediaFault extends Error {
  readonly rule: MediaRule;
  constructor(rule: MediaRule, message: string) {
    super(message);
    this.rule = rule;
  }
}

export function broken(): MediaFault {
  return new MediaFault("media-broken", "The file is cut off or contradicts itself. Export it again.");
}

/** For data of which nobody can say whether it holds a position. */
export function uncleanable(what: string): MediaFault {
  return new MediaFault(
    "media-metadata",
    `The file holds ${what}, which can give away a position and cannot be removed safely. Export it again without.`,
  );
}

export function invalidMedia(path: string, rule: MediaRule, message: string, status?: number): InvalidPostError {
  return new InvalidPostError(`${path}: ${message}`, [{ path, rule, message }], status === undefined ? {} : { status });
}
