import { countGraphemes } from "../shared/count-graphemes.ts";
import { isFields } from "../shared/body.ts";
import { isCid, isRawCid } from "./cid.ts";
import { isTid } from "./tid.ts";

/** As much of https://atproto.com/specs/lexicon as the records of a posting account need. */
export type Schema =
  | {
      readonly type: "string";
      readonly nullable?: true;
      readonly format?: Format;
      readonly maxLength?: number;
      readonly maxGraphemes?: number;
    }
  | { readonly type: "integer"; readonly minimum?: number; readonly maximum?: number }
  | { readonly type: "boolean" }
  /** An object of anything that a record can hold. */
  | { readonly type: "data" }
  | { readonly type: "blob"; readonly accept: string; readonly maxSize: number }
  | { readonly type: "array"; readonly items: Schema; readonly maxLength?: number }
  | ObjectSchema
  | { readonly type: "union"; readonly refs: Readonly<Record<string, Schema>> };

export interface ObjectSchema {
  readonly type: "object";
  readonly required: readonly string[];
  readonly properties: Readonly<Record<string, Schema>>;
}

export type Format =
  "datetime" | "at-uri" | "at-identifier" | "uri" | "cid" | "did" | "handle" | "language" | "nsid" | "record-key";

const bytes = new TextEncoder();

/** The first thing that is wrong with `value`, in the words of the reference server; undefined when nothing is. */
export function findProblem(schema: Schema, value: unknown, path: string): string | undefined {
  switch (schema.type) {
    case "string":
      return findStringProblem(schema, value, path);
    case "integer":
      return findIntegerProblem(schema, value, path);
    case "boolean":
      return typeof value === "boolean" ? undefined : expected("boolean", value, path);
    case "data":
      return isFields(value) ? findDataProblem(value, path) : expected("object", value, path);
    case "blob":
      return findBlobProblem(schema, value, path);
    case "array":
      return findArrayProblem(schema, value, path);
    case "object":
      return findObjectProblem(schema, value, path);
    case "union":
      return findUnionProblem(schema, value, path);
  }
}

type Of<Type extends Schema["type"]> = Extract<Schema, { type: Type }>;

function findStringProblem(schema: Of<"string">, value: unknown, path: string): string | undefined {
  if (value === null && schema.nullable === true) return undefined;
  if (typeof value !== "string") return expected("string", value, path);
  // Nobody counts bytes or graphemes that cannot be too many: a UTF-16 unit is at most three bytes.
  const { maxLength = Infinity, maxGraphemes = Infinity } = schema;
  if (value.length * 3 > maxLength) {
    const size = bytes.encode(value).byteLength;
    if (size > maxLength) return tooBig("string", maxLength, size, path);
  }
  if (value.length > maxGraphemes) {
    const size = countGraphemes(value);
    if (size > maxGraphemes) return tooBig("grapheme", maxGraphemes, size, path);
  }
  if (schema.format !== undefined && !formats[schema.format].test(value)) {
    return `Invalid ${formats[schema.format].name} (got ${JSON.stringify(value)}) at ${path}`;
  }
  return undefined;
}

/** The data model knows no numbers but whole ones: https://atproto.com/specs/data-model */
function findDataProblem(value: unknown, path: string): string | undefined {
  if (typeof value === "number" && !Number.isInteger(value)) {
    return expected("one of null, boolean, integer, string, cid, bytes, array or object", value, path);
  }
  if (typeof value !== "object" || value === null) return undefined;
  const isList = Array.isArray(value);
  for (const [key, item] of Object.entries(value)) {
    if (typeof item === "string") continue;
    const problem = findDataProblem(item, isList ? `${path}[${key}]` : `${path}.${key}`);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function findIntegerProblem(schema: Of<"integer">, value: unknown, path: string): string | undefined {
  if (typeof value !== "number" || !Number.isInteger(value)) return expected("integer", value, path);
  const { minimum = -Infinity, maximum = Infinity } = schema;
  if (value < minimum) return `integer too small (minimum ${String(minimum)}, got ${String(value)}) at ${path}`;
  if (value > maximum) return tooBig("integer", maximum, value, path);
  return undefined;
}

function findArrayProblem(schema: Of<"array">, value: unknown, path: string): string | undefined {
  if (!Array.isArray(value)) return expected("array", value, path);
  const { maxLength = Infinity } = schema;
  if (value.length > maxLength) return tooBig("array", maxLength, value.length, path);
  for (const [index, item] of value.entries()) {
    const problem = findProblem(schema.items, item, `${path}[${String(index)}]`);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function findObjectProblem(schema: Of<"object">, value: unknown, path: string): string | undefined {
  if (!isFields(value)) return expected("object", value, path);
  for (const [key, property] of Object.entries(schema.properties)) {
    if (value[key] === undefined) {
      if (schema.required.includes(key)) return `Missing required key "${key}" at ${path}`;
      continue;
    }
    const problem = findProblem(property, value[key], `${path}.${key}`);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** Unions are open: a type that nobody here knows is let through. */
function findUnionProblem(schema: Of<"union">, value: unknown, path: string): string | undefined {
  const type = isFields(value) ? value["$type"] : undefined;
  if (typeof type !== "string") {
    return `Expected an object which includes the "$type" property value type (got ${show(value)}) at ${path}`;
  }
  const member = schema.refs[type];
  return member === undefined ? undefined : findProblem(member, value, path);
}

function findBlobProblem(schema: Of<"blob">, value: unknown, path: string): string | undefined {
  const ref = isFields(value) ? value["ref"] : undefined;
  const right =
    isFields(value) &&
    value["$type"] === "blob" &&
    isFields(ref) &&
    isRawCid(ref["$link"]) &&
    typeof value["mimeType"] === "string" &&
    typeof value["size"] === "number";
  if (!right) return expected("blob", value, path);
  const mimeType = String(value["mimeType"]);
  const size = Number(value["size"]);
  const accepted = schema.accept
    .split(",")
    .some((type) => (type.endsWith("/*") ? mimeType.startsWith(type.slice(0, -1)) : type === mimeType));
  if (!accepted) return `Expected "${schema.accept}" (got "${mimeType}") at ${path}.mimeType`;
  if (size > schema.maxSize) return tooBig("blob", schema.maxSize, size, path);
  return undefined;
}

function tooBig(what: string, maximum: number, got: number, path: string): string {
  return `${what} too big (maximum ${String(maximum)}, got ${String(got)}) at ${path}`;
}

function expected(what: string, value: unknown, path: string): string {
  return `Expected ${what} value type (got ${show(value)}) at ${path}`;
}

/** A hint of a value, as the reference server gives it: never the whole. */
function show(value: unknown): string {
  if (Array.isArray(value)) return "array";
  if (isFields(value)) {
    const keys = Object.keys(value);
    const shown = keys.slice(0, 2).map((key) => `${JSON.stringify(key)}: ...`);
    return `{${[...shown, ...(keys.length > 2 ? ["..."] : [])].join(", ")}}`;
  }
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}

const did = /^did:[a-z]+:[A-Za-z0-9._:%-]*[A-Za-z0-9._-]$/;
const handle = /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.)+[a-zA-Z](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?$/;
const recordKey = /^(?!\.\.?$)[A-Za-z0-9._:~-]{1,512}$/;
const collectionName = /^[a-zA-Z][a-zA-Z0-9-]*(?:\.[a-zA-Z0-9][a-zA-Z0-9-]*)+\.[a-zA-Z][a-zA-Z0-9]*$/;
const language = /^(?:[a-zA-Z]{2,8}(?:-[a-zA-Z0-9]{1,8})*|[ix](?:-[a-zA-Z0-9]{1,8})+)$/;
const datetime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/;

const formats: Readonly<Record<Format, { readonly name: string; test(text: string): boolean }>> = {
  datetime: {
    name: "datetime",
    test: (text) => datetime.test(text) && !text.endsWith("-00:00") && !Number.isNaN(Date.parse(text)),
  },
  "at-uri": { name: "at-uri", test: isAtUri },
  "at-identifier": { name: "AT identifier", test: (text) => isDid(text) || isHandle(text) },
  uri: { name: "uri", test: (text) => /^[a-zA-Z][\w.+-]*:(?:\/\/)?[^\s/]\S*$/.test(text) },
  cid: { name: "CID string", test: isCid },
  did: { name: "DID", test: isDid },
  handle: { name: "handle", test: isHandle },
  nsid: { name: "NSID", test: (text) => collectionName.test(text) },
  "record-key": { name: "record key", test: isRecordKey },
  language: { name: "language", test: (text) => language.test(text) },
};

/** `at://`, a DID or handle, and then perhaps a collection, and then perhaps a record key. */
function isAtUri(text: string): boolean {
  const [authority = "", collection, key, ...rest] = text.startsWith("at://") ? text.slice(5).split("/") : [];
  return (
    (isDid(authority) || isHandle(authority)) &&
    (collection === undefined || collectionName.test(collection)) &&
    (key === undefined || isRecordKey(key)) &&
    rest.length === 0
  );
}

export function isDid(text: string): boolean {
  return did.test(text);
}

function isHandle(text: string): boolean {
  return text.length <= 253 && handle.test(text);
}

function isRecordKey(text: string): boolean {
  return recordKey.test(text);
}

/** The record keys that collections here ask for. */
export function findKeyProblem(kind: "tid" | "self" | "any", key: string): string | undefined {
  if (kind === "tid" && !isTid(key)) return `Invalid TID string (got ${JSON.stringify(key)}) at $`;
  if (kind === "self" && key !== "self") return `Expected "self" (got ${JSON.stringify(key)}) at $`;
  return undefined;
}
