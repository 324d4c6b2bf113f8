import { toHex } from "../hash/sha256.ts";
import { builtinModule } from "./builtin-module.ts";

interface NodeCrypto {
  createHash(name: "sha256"): { update(bytes: Uint8Array): void; digest(encoding: "hex"): string };
}

/**
 * SHA-256 in lower-case hex. A piece at a time where Node's crypto is there; elsewhere the whole file lies in
 * memory for a moment, because Web Crypto cannot hash in pieces.
 */
export async function hashBlob(blob: Blob, signal?: AbortSignal): Promise<string> {
  const hash = builtinModule<NodeCrypto>("node:crypto")?.createHash("sha256");
  if (hash) {
    for await (const chunk of blob.stream()) {
      signal?.throwIfAborted();
      hash.update(chunk);
    }
    return hash.digest("hex");
  }
  return toHex(await crypto.subtle.digest("SHA-256", await blob.arrayBuffer()));
}
