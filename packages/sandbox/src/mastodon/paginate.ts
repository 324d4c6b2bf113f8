import type { WireRequest } from "../shared/wire.ts";
import { compareIds, type State } from "./state.ts";

export interface Page<Item> {
  /** Newest first. */
  readonly items: readonly Item[];
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * One page of a list that is kept oldest first. `since_id` gives the newest page above an id, `min_id` the page right
 * above it, `max_id` the one below: https://docs.joinmastodon.org/api/guidelines/#pagination
 */
export function paginate<Item extends { readonly id: string }>(
  state: State,
  { query, path }: WireRequest,
  list: readonly Item[],
  limits: { readonly usual: number; readonly most: number },
): Page<Item> {
  const wanted = Number(query.get("limit") ?? limits.usual);
  const limit = Math.min(Number.isInteger(wanted) && wanted > 0 ? wanted : limits.usual, limits.most);
  const [minId, sinceId, maxId] = [query.get("min_id"), query.get("since_id"), query.get("max_id")];
  const lower = minId ?? sinceId;
  const between = list.filter(
    ({ id }) => (lower === null || compareIds(id, lower) > 0) && (maxId === null || compareIds(id, maxId) < 0),
  );
  const items = (minId === null ? between.slice(-limit) : between.slice(0, limit)).reverse();
  return { items, headers: linkHeader(state, path, query, items, limit) };
}

/** `prev` is newer and there as soon as anything is, `next` is older and there when the page is full. */
function linkHeader(
  state: State,
  path: string,
  query: URLSearchParams,
  items: readonly { readonly id: string }[],
  limit: number,
): Readonly<Record<string, string>> {
  const [newest, oldest] = [items[0], items.at(-1)];
  if (newest === undefined || oldest === undefined) return {};
  const link = (name: string, id: string, rel: string): string => {
    const params = new URLSearchParams(query);
    for (const other of ["min_id", "since_id", "max_id"]) params.delete(other);
    params.set(name, id);
    return `<${state.baseUrl}${path}?${params.toString()}>; rel="${rel}"`;
  };
  const next = items.length === limit ? [link("max_id", oldest.id, "next")] : [];
  return { link: [...next, link("min_id", newest.id, "prev")].join(", ") };
}
