import { holdCovers, type HoldTarget } from "../hold-covers.ts";
import type { HoldScope } from "../hold-store.ts";
import { fromJson } from "./json-columns.ts";
import type { Statements } from "./statements.ts";

/** The scopes of the active holds as one transaction sees them, so that each of its steps need not ask again. */
export interface ActiveHolds {
  cover(publication: HoldTarget, channel: string): boolean;
  /** The rule. */
  areNone(): boolean;
  /** As a JSON array, for `hold_covers`. */
  text(): string;
  /** A transaction begins, or has changed a hold. */
  forget(): void;
}

const select = "SELECT json_group_array(json(scope)) AS scopes FROM holds WHERE release IS NULL";

export function createActiveHolds(prepare: Statements): ActiveHolds {
  let text: string | undefined;
  let scopes: readonly HoldScope[] = [];

  function read(): string {
    if (text === undefined) {
      // The cast holds because the tables are STRICT.
      text = (prepare(select).get() as { readonly scopes: string }).scopes;
      scopes = text === "[]" ? [] : fromJson<HoldScope[]>(text);
    }
    return text;
  }

  return {
    cover(publication, channel) {
      read();
      return scopes.some((scope) => holdCovers(scope, publication, channel));
    },
    areNone: () => read() === "[]",
    text: read,
    forget() {
      text = undefined;
    },
  };
}
