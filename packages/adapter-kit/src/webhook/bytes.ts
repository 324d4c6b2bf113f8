/** Bytes that Web Crypto takes: never over shared memory. */
export type Bytes = Uint8Array<ArrayBuffer>;
type Encoding = "hex" | "base64";

const encoder = /* @__PURE__ */ new TextEncoder();

export function encodeText(text: string): Bytes {
  return encoder.encode(text);
}

export function concatBytes(first: Bytes, second: Bytes): Bytes {
  const all = new Uint8Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}

/** The bytes that `text` writes; undefined when it is not exactly such a text. */
export function decodeBytes(text: string, encoding: Encoding): Bytes | undefined {
  return encoding === "hex" ? decodeHex(text) : decodeBase64(text);
}

export function encodeBytes(bytes: Bytes, encoding: Encoding): string {
  if (encoding === "base64") return btoa(String.fromCharCode(...bytes));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function decodeHex(text: string): Bytes | undefined {
  if (text.length % 2 !== 0 || !/^[\da-f]*$/i.test(text)) return undefined;
  return Uint8Array.from({ length: text.length / 2 }, (_, index) => parseInt(text.slice(index * 2, index * 2 + 2), 16));
}

function decodeBase64(text: string): Bytes | undefined {
  if (!/^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/.test(text)) return undefined;
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
