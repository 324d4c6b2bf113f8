import { InvalidPostError } from "@carecast/adapter";

/** Stable names of what can be wrong with a picture or video, for `Violation.rule`. */
export type MediaProblem =
  "media-address" | "media-broken" | "media-metadata" | "media-too-large" | "media-type" | "media-unreadable";

/** What a cleaner says of a file. It knows no path, so it never leaves this folder: see `invalidMedia`. */
export class MediaFault extends Error {
  readonly rule: MediaProblem;
  constructor(rule: MediaProblem, message: string) {
    super(message);
    this.rule = rule;
  }
}

export function broken(): MediaFault {
  return new MediaFault("media-broken", "The file is cut off or contradicts itself. Export it again.");
}

/** For data that can hold a position and cannot be removed without harm. */
export function uncleanable(what: string, remedy = "Export it without."): MediaFault {
  return new MediaFault("media-metadata", `The file holds ${what} that may give away a position. ${remedy}`);
}

export function invalidMedia(path: string, { rule, message }: MediaFault): InvalidPostError {
  return new InvalidPostError(`${path}: ${message}`, [{ path, rule, message }]);
}
