import { readText, type Bytes } from "./bytes.ts";

/** First bytes, as Latin-1. */
const signatures: readonly (readonly [mimeType: string, start: RegExp])[] = [
  ["image/jpeg", /^\xff\xd8\xff/],
  ["image/png", /^\x89PNG\r\n\x1a\n/],
  ["image/gif", /^GIF8[79]a/],
  ["image/webp", /^RIFF[^]{4}WEBP/],
  ["video/webm", /^\x1a\x45\xdf\xa3[^]{1,48}?\x42\x82\x84webm/],
];

/** The four letters with which the ISO base media file format names a kind of file. */
const brands: readonly (readonly [mimeType: string, brand: RegExp])[] = [
  ["image/avif", /^avi[fs]/],
  ["image/heic", /^he(ic|ix|im|is|vc|vx|vm|vs)/],
  ["video/quicktime", /^qt {2}/],
  ["video/mp4", /^(iso.|mp4[12]|avc1|M4V |dash)/],
];

/** The type that the first bytes of a file show; `undefined` where this package cannot clean it. */
export function sniffType(start: Bytes): string | undefined {
  const text = readText(start, 0, Math.min(start.length, 256));
  if (text.slice(4, 8) !== "ftyp") return signatures.find(([, signature]) => signature.test(text))?.[0];
  // What the file is, four bytes of version, then what else it can be read as. Raw photos say `iso.` there.
  const compatible = text.slice(16, text.charCodeAt(3)).match(/[^]{4}/g) ?? [];
  return [text.slice(8, 12), ...compatible.filter((name) => !name.startsWith("iso"))]
    .map((name) => brands.find(([, brand]) => brand.test(name))?.[0])
    .find(Boolean);
}
