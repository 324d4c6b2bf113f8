import { isFields, toText, type Fields } from "../shared/body.ts";
import { countGraphemes } from "../shared/count-graphemes.ts";
import { countCharacters } from "./count-characters.ts";
import { findMedia } from "./find-media.ts";
import { invalid, refuse } from "./refusals.ts";
import type { Account, Media, Poll, State, Status, StatusText, Visibility } from "./state.ts";

const visibilities: readonly Visibility[] = ["public", "unlisted", "private", "direct"];
const languageTag = /^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/;

/**
 * The text, media and poll of a new status, or of `edited` as a whole: what an edit leaves out is removed, but for
 * the language.
 */
export function readStatusText(state: State, author: Account, fields: Fields, edited?: Status): StatusText {
  const spoilerText = textOf(fields["spoiler_text"]);
  const given = textOf(fields["status"]);
  // A warning without a body becomes the body.
  const text = given.trim() === "" ? spoilerText : given;
  const media = readMedia(state, author, fields, edited);
  const poll = readPoll(state, fields["poll"], media);
  if (text.trim() === "" && media.length === 0) throw invalid("Text can't be blank");
  const warning = given.trim() === "" ? "" : spoilerText;
  if (countGraphemes(warning) + countCharacters(text) > state.limits.maxCharacters) {
    throw invalid(`Text character limit of ${String(state.limits.maxCharacters)} exceeded`);
  }
  return {
    text,
    spoilerText: warning,
    sensitive: isTrue(fields["sensitive"]) || spoilerText !== "",
    language: readLanguage(fields["language"], edited?.language ?? "en"),
    media,
    poll,
  };
}

export function readVisibility(value: unknown): Visibility {
  if (value === undefined || value === null || value === "") return "public";
  const known = visibilities.find((visibility) => visibility === value);
  if (known === undefined) throw refuse(422, `'${toText(value)}' is not a valid visibility`);
  return known;
}

/** What Mastodon does not know as a language it replaces by the account's own, without a word. */
function readLanguage(value: unknown, fallback: string): string {
  return typeof value === "string" && languageTag.test(value) ? value : fallback;
}

function readMedia(state: State, author: Account, fields: Fields, edited: Status | undefined): readonly Media[] {
  const ids = fields["media_ids"];
  // Anything but a list is ignored, as the real server does: `media_ids=1,2` loses the pictures.
  if (!Array.isArray(ids) || ids.length === 0) return [];
  if (ids.length > state.limits.maxMedia || isFields(fields["poll"])) {
    throw refuse(422, `Cannot attach more than ${String(state.limits.maxMedia)} files`);
  }
  const usable = ids
    .map((id) => findMedia(state, author, String(id)))
    .filter((media) => media !== undefined)
    .filter(({ attachedTo }) => attachedTo === null || attachedTo === edited?.id);
  if (usable.length < ids.length) {
    const lost = ids.filter((id) => !usable.some((media) => media.id === String(id)));
    throw refuse(422, `Media ${lost.map(String).join(", ")} not found or already attached to another post`);
  }
  if (usable.length > 1 && usable.some(({ kind }) => kind !== "image")) {
    throw refuse(422, "Cannot attach a video to a post that already contains images");
  }
  if (usable.some(({ looksLeft, failed }) => looksLeft > 0 || failed)) {
    throw refuse(422, "Cannot attach files that have not finished processing. Try again in a moment!");
  }
  return usable;
}

function readPoll(state: State, value: unknown, media: readonly Media[]): Poll | null {
  if (!isFields(value) || media.length > 0) return null;
  const { maxPollOptions, maxPollOptionCharacters } = state.limits;
  const options = Array.isArray(value["options"]) ? value["options"].map(String) : [];
  if (options.length < 2) throw invalid("Poll options must have more than one item");
  if (options.length > maxPollOptions) {
    throw invalid(`Poll options can't contain more than ${String(maxPollOptions)} items`);
  }
  if (options.some((option) => countGraphemes(option) > maxPollOptionCharacters)) {
    throw invalid(`Poll options cannot be longer than ${String(maxPollOptionCharacters)} characters each`);
  }
  if (new Set(options).size < options.length) throw invalid("Poll options contain duplicate items");
  const seconds = Number(value["expires_in"]);
  if (!(seconds >= 300)) throw invalid("Poll expires at is too soon");
  if (seconds > 2_629_746) throw invalid("Poll expires at is too far into the future");
  return {
    id: String(state.now()),
    options,
    expiresAt: state.now() + seconds * 1000,
    multiple: isTrue(value["multiple"]),
    hideTotals: isTrue(value["hide_totals"]),
  };
}

/** A blank option of a form and a missing one are the same to the server. */
function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function isTrue(value: unknown): boolean {
  return value === true || value === "true" || value === "1" || value === 1;
}
