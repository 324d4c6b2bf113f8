import { formatCid } from "./cid.ts";
import { encodeCbor } from "./encode-cbor.ts";
import { sha256 } from "./sha-256.ts";

const dagCbor = 0x71;
const rawBytes = 0x55;

/** The content id of a record: CIDv1, dag-cbor, sha-256, base32, as https://atproto.com/specs/data-model says. */
export function cidOfRecord(record: unknown): string {
  return formatCid(dagCbor, sha256(encodeCbor(record)));
}

/** The content id of a file. */
export function cidOfBytes(bytes: Uint8Array): string {
  return formatCid(rawBytes, sha256(bytes));
}
