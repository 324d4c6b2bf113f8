const alphabet = "abcdefghijklmnopqrstuvwxyz234567";

export function isCid(text: unknown): text is string {
  return typeof text === "string" && /^b[a-z2-7]{58}$/.test(text);
}

/** The id of a file, which is not that of a record. */
export function isRawCid(text: unknown): text is string {
  return isCid(text) && text.startsWith("bafkrei");
}

/** The bytes of a CID in base32. */
export function parseCid(cid: string): Uint8Array {
  if (!isCid(cid)) throw new TypeError("not a CID");
  const bytes: number[] = [];
  let bits = 0;
  let kept = 0;
  for (const character of cid.slice(1)) {
    bits = (bits << 5) | alphabet.indexOf(character);
    kept += 5;
    if (kept < 8) continue;
    kept -= 8;
    bytes.push((bits >> kept) & 0xff);
    bits &= (1 << kept) - 1;
  }
  return Uint8Array.from(bytes);
}

/** CIDv1 with a sha-256 digest, in base32: https://atproto.com/specs/data-model */
export function formatCid(codec: number, digest: Uint8Array): string {
  const bytes = new Uint8Array(36);
  bytes.set([1, codec, 0x12, 0x20]);
  bytes.set(digest, 4);
  let text = "b";
  let bits = 0;
  let kept = 0;
  for (let index = 0; index < bytes.length; index += 1) {
    bits = (bits << 8) | (bytes[index] ?? 0);
    kept += 8;
    while (kept >= 5) {
      kept -= 5;
      text += alphabet.charAt((bits >> kept) & 31);
    }
    bits &= (1 << kept) - 1;
  }
  return text + alphabet.charAt((bits << (5 - kept)) & 31);
}
