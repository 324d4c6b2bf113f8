import { ConfigError } from "@carecast/adapter";

/**
 * How far each source has been read: by its name, the id of the newest item; or, where no item is known yet, `@` and
 * the time to begin at.
 */
export type Positions = Record<string, string>;

/** @throws ConfigError when `cursor` is not one that this adapter wrote: guessing would leave a gap. */
export function readCursor(cursor: string): Positions {
  const value = parseJson(cursor);
  if (isPositions(value)) return value;
  throw new ConfigError("mastodon: the cursor is not one of this adapter; leave it out and give since.", {
    network: "mastodon",
    path: "cursor",
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isPositions(value: unknown): value is Positions {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((position) => typeof position === "string" && position !== "");
}

/**
 * Whether `id` was given later than `than`. Ids are opaque, but each kind of server counts up: in decimal numbers
 * of growing length (Mastodon), or in sortable text of one length (ULIDs, flake ids of forks).
 */
export function isNewer(id: string, than: string): boolean {
  return id.length === than.length ? id > than : id.length > than.length;
}
