import type { Exchange, Route } from "../shared/router.ts";
import { sniffType } from "../shared/sniff-type.ts";
import { json, type WireReply } from "../shared/wire.ts";
import { cidOfBytes } from "./content-id.ts";
import * as inputs from "./input-schemas.ts";
import { failure, invalidRequest } from "./refusals.ts";
import { readParams, textOf } from "./read-input.ts";
import { authorize } from "./sessions.ts";
import type { Account, Blob, State } from "./state.ts";

export const mostBytes = 52_428_800;
/** The server throws away what no record names for some hours. */
const unusedMs = 6 * 3_600_000;

/** Uploading files, and reading them back. */
export function blobRoutes(state: State): readonly Route[] {
  return [
    { method: "POST", path: "/xrpc/com.atproto.repo.uploadBlob", answer: (exchange) => uploadBlob(state, exchange) },
    { method: "GET", path: "/xrpc/com.atproto.sync.getBlob", answer: (exchange) => getBlob(state, exchange) },
  ];
}

function uploadBlob(state: State, { request }: Exchange): WireReply {
  const { account } = authorize(state, request);
  const given = request.header("content-type");
  if (given === undefined) throw invalidRequest("Request encoding (Content-Type) required but not provided");
  if (request.body.byteLength > mostBytes) return failure(413, "PayloadTooLarge", "request entity too large");
  // What the bytes show wins over what the header says.
  const mimeType = sniffType(request.body) ?? given.split(";")[0]?.trim() ?? given;
  return json({ blob: toBlobRef(storeBlob(state, account, mimeType, request.body)) });
}

export function storeBlob(state: State, owner: Account, mimeType: string, bytes: Uint8Array): Blob {
  const blob: Blob = { cid: cidOfBytes(bytes), owner, mimeType, bytes, uploadedAt: state.now(), used: false };
  const known = state.blobs.get(blobKey(owner, blob.cid));
  if (known?.used === true) return known;
  state.blobs.set(blobKey(owner, blob.cid), blob);
  return blob;
}

export function findBlob(state: State, owner: Account, cid: string): Blob | undefined {
  const blob = state.blobs.get(blobKey(owner, cid));
  if (blob === undefined || blob.used || blob.uploadedAt + unusedMs > state.now()) return blob;
  state.blobs.delete(blobKey(owner, cid));
  return undefined;
}

export function toBlobRef({ cid, mimeType, bytes }: Blob): unknown {
  return { $type: "blob", ref: { $link: cid }, mimeType, size: bytes.byteLength };
}

/** The same bytes in two repositories are two blobs. */
function blobKey({ did }: Account, cid: string): string {
  return `${did} ${cid}`;
}

function getBlob(state: State, { request }: Exchange): WireReply {
  const params = readParams(request, inputs.getBlob);
  const owner = state.accounts.get(textOf(params, "did"));
  const blob = owner === undefined ? undefined : findBlob(state, owner, textOf(params, "cid"));
  if (blob === undefined) throw invalidRequest("Blob not found");
  return { status: 200, headers: { "content-type": blob.mimeType }, body: blob.bytes };
}
