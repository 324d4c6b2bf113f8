import type { Schema } from "../options/schema.ts";
import { toPath } from "../options/to-path.ts";

/** What a reader throws; `Http.json` turns it into a `BadResponseError` and nobody else sees it. */
export class ShapeError extends Error {
  override readonly name = "ShapeError";
}

/**
 * A function that reads a value by `schema`, for `Http.json`. Build it once, not per call.
 *
 * It names where the shape differs, never what stood there.
 */
export function reader<T>(schema: Schema<T>): (value: unknown) => T {
  return (value) => {
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    const path = toPath(result.error.issues[0]?.path ?? []);
    // A key of a record comes from the body; only what looks like a field name is repeated.
    throw new ShapeError(/^[\w.[\]-]{1,64}$/.test(path) ? `has another shape at ${path}` : "has another shape");
  };
}
