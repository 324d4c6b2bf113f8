/** The media type that the first bytes show; undefined where they show none that networks take. */
export function sniffType(bytes: Uint8Array): string | undefined {
  const head = String.fromCharCode(...bytes.subarray(0, 12));
  if (head.startsWith("\u00ff\u00d8\u00ff")) return "image/jpeg";
  if (head.startsWith("\u0089PNG\r\n\u001a\n")) return "image/png";
  if (head.startsWith("GIF87a") || head.startsWith("GIF89a")) return "image/gif";
  if (head.startsWith("RIFF") && head.slice(8) === "WEBP") return "image/webp";
  if (head.slice(4, 8) === "ftyp") return sniffBrand(head.slice(8));
  if (head.startsWith("\u001aE\u00df\u00a3")) return "video/webm";
  if (head.startsWith("OggS")) return "audio/ogg";
  if (head.startsWith("ID3") || head.startsWith("\u00ff\u00fb")) return "audio/mpeg";
  return undefined;
}

function sniffBrand(brand: string): string {
  if (brand === "avif") return "image/avif";
  return brand === "qt  " ? "video/quicktime" : "video/mp4";
}
