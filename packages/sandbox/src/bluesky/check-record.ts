import { isFields, type Fields } from "../shared/body.ts";
import { findBlob } from "./blob-routes.ts";
import { findKeyProblem, findProblem } from "./lexicon.ts";
import { collections } from "./record-schemas.ts";
import { invalidRequest } from "./refusals.ts";
import type { Account, State } from "./state.ts";

export interface CheckedRecord {
  readonly record: Fields;
  readonly validationStatus: "valid" | "unknown" | undefined;
}

/** Checks a record as the reference server does; `validate` is the caller's wish. */
export function checkRecord(
  state: State,
  owner: Account,
  write: {
    readonly collection: string;
    readonly rkey: string;
    readonly record: unknown;
    readonly validate: unknown;
    readonly path?: string;
  },
): CheckedRecord {
  const { collection, rkey, validate, path = "$.record" } = write;
  if (!isFields(write.record)) throw invalidRequest("Expected object value type at $.record");
  const record: Fields = write.record["$type"] === undefined ? { ...write.record, $type: collection } : write.record;
  if (record["$type"] !== collection) {
    throw invalidRequest(`Invalid $type: expected ${collection}, got ${String(record["$type"])}`);
  }
  const known = collections[collection];
  if (validate !== false && known !== undefined) {
    const keyProblem = findKeyProblem(known.key, rkey);
    if (keyProblem !== undefined) throw invalidRequest(`Invalid record key for ${collection}: ${keyProblem}`);
    const problem = findProblem(known.schema, record, path) ?? findFacetProblem(record, path);
    if (problem !== undefined) throw invalidRequest(`Invalid ${collection} record: ${problem}`);
  }
  if (validate === true && known === undefined) throw invalidRequest(`Unknown lexicon type: ${collection}`);
  checkBlobs(state, owner, record);
  return { record, validationStatus: validate === false ? undefined : known === undefined ? "unknown" : "valid" };
}

/**
 * The reference server takes a facet that lies outside the text or cuts a character, and readers then see no link.
 * The sandbox refuses it, so that a wrong offset cannot pass a test.
 */
function findFacetProblem(record: Fields, path: string): string | undefined {
  const facets = record["facets"];
  if (!Array.isArray(facets) || facets.length === 0) return undefined;
  const bytes = new TextEncoder().encode(String(record["text"]));
  const startsCharacter = (offset: number): boolean =>
    offset === bytes.length || ((bytes[offset] ?? 0) & 0xc0) !== 0x80;
  for (const [index, { index: span }] of (
    facets as readonly { index: { byteStart: number; byteEnd: number } }[]
  ).entries()) {
    const { byteStart, byteEnd } = span;
    const inside =
      byteStart < byteEnd && byteEnd <= bytes.length && startsCharacter(byteStart) && startsCharacter(byteEnd);
    if (!inside) return `Facet does not cover whole characters of the text at ${path}.facets[${String(index)}].index`;
  }
  return undefined;
}

/** A blob must have been uploaded by the same account, and be what the record says it is. */
function checkBlobs(state: State, owner: Account, value: unknown): void {
  if (Array.isArray(value)) {
    for (const item of value) checkBlobs(state, owner, item);
    return;
  }
  if (!isFields(value)) return;
  const ref = value["ref"];
  if (value["$type"] !== "blob" || !isFields(ref)) {
    for (const item of Object.values(value)) checkBlobs(state, owner, item);
    return;
  }
  const stored = findBlob(state, owner, String(ref["$link"]));
  if (stored === undefined) throw invalidRequest(`Could not find blob: ${String(ref["$link"])}`, "BlobNotFound");
  if (stored.mimeType !== value["mimeType"]) {
    throw invalidRequest(
      `Referenced Mimetype does not match stored blob. Expected: ${stored.mimeType}, Got: ${String(value["mimeType"])}`,
      "InvalidMimeType",
    );
  }
  if (stored.bytes.byteLength !== value["size"]) {
    throw invalidRequest(
      `Referenced Size does not match stored blob. Expected: ${String(stored.bytes.byteLength)}, Got: ${String(value["size"])}`,
      "InvalidSize",
    );
  }
  stored.used = true;
}
