import { readForm, readJson, type Fields } from "../shared/body.ts";
import type { WireRequest } from "../shared/wire.ts";
import { refuse } from "./refusals.ts";

const unreadable = refuse(400, "Error occurred while parsing request parameters");

/** The fields of a body, whichever of the three encodings it came in. */
export async function readFields(request: WireRequest): Promise<Fields> {
  if (request.body.byteLength === 0) return {};
  const type = request.header("content-type") ?? "";
  if (type.startsWith("application/json")) return readJson(request, unreadable.reply);
  try {
    return await readForm(request, type);
  } catch {
    throw unreadable;
  }
}
