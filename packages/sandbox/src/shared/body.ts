import { Refusal, type WireReply, type WireRequest } from "./wire.ts";

export type Fields = Readonly<Record<string, unknown>>;

const decoder = new TextDecoder();

function readText(request: WireRequest): string {
  return decoder.decode(request.body);
}

/** A body as JSON; what is none is refused with the parser's own words. */
export function parseJson(request: WireRequest, refuse: (message: string) => Refusal): unknown {
  try {
    return JSON.parse(readText(request)) as unknown;
  } catch (error) {
    throw refuse(error instanceof Error ? error.message : "");
  }
}

/** The JSON object of a body; anything else is answered with `refusal`. */
export function readJson(request: WireRequest, refusal: WireReply): Fields {
  let value: unknown;
  try {
    value = JSON.parse(readText(request));
  } catch {
    throw new Refusal(refusal);
  }
  if (!isFields(value)) throw new Refusal(refusal);
  return value;
}

/** Body fields of a JSON, urlencoded or multipart request, with `name[]` gathered into an array under `name`. */
export async function readForm(request: WireRequest, type: string): Promise<Fields> {
  if (type.startsWith("application/x-www-form-urlencoded")) return gather(new URLSearchParams(readText(request)));
  const body = new Response(new Uint8Array(request.body), { headers: { "content-type": type } });
  return gather(await body.formData());
}

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A field as a form would have sent it: numbers and booleans are text there. */
export function toText(value: unknown): string {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : JSON.stringify(value);
}

function gather(entries: Iterable<[string, string | File]>): Fields {
  const fields: Record<string, unknown> = {};
  for (const [name, value] of entries) place(fields, keysOf(name), value);
  return fields;
}

/** `poll[options][]` is the path `poll`, `options`, and `""` for "one more". */
function keysOf(name: string): readonly string[] {
  const open = name.indexOf("[");
  if (open <= 0 || !name.endsWith("]")) return [name];
  return [name.slice(0, open), ...name.slice(open + 1, -1).split("][")];
}

function place(fields: Record<string, unknown>, keys: readonly string[], value: unknown): void {
  const [key = "", next, ...rest] = keys;
  if (key === "__proto__") return;
  if (next === undefined) {
    fields[key] = value;
  } else if (next === "" || /^\d+$/.test(next)) {
    const list = Array.isArray(fields[key]) ? (fields[key] as unknown[]) : [];
    if (rest.length === 0) list.push(value);
    else placeInList(list, next, rest, value);
    fields[key] = list;
  } else {
    const inner = isFields(fields[key]) ? { ...fields[key] } : {};
    place(inner, [next, ...rest], value);
    fields[key] = inner;
  }
}

/** `media_attributes[][id]` begins a new element whenever the last one already has that key. */
function placeInList(list: unknown[], index: string, keys: readonly string[], value: unknown): void {
  const key = keys[0] ?? "";
  const at = index === "" ? list.length - 1 : Number(index);
  const last = list[at];
  if (isFields(last) && !(index === "" && key in last)) {
    const copy = { ...last };
    place(copy, keys, value);
    list[at] = copy;
    return;
  }
  const fresh: Record<string, unknown> = {};
  place(fresh, keys, value);
  list.push(fresh);
}
