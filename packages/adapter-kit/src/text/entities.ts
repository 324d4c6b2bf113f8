/** The named characters that social networks write; all others come as numbers or as themselves. */
const named: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  hellip: "…",
  ndash: "–",
  mdash: "—",
  lsquo: "‘",
  rsquo: "’",
  ldquo: "“",
  rdquo: "”",
  laquo: "«",
  raquo: "»",
  middot: "·",
  bull: "•",
  copy: "©",
  euro: "€",
};

/** `text` with its character references resolved; what is no known reference stays as it stands. */
export function decodeEntities(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(
    /&(?:#x([\da-f]{1,6})|#(\d{1,7})|([a-z]{2,6}));/gi,
    (whole, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return named[name] ?? whole;
      return fromCodePoint(hex === undefined ? parseInt(decimal ?? "", 10) : parseInt(hex, 16));
    },
  );
}

/** Surrogates, control characters and what lies beyond Unicode become the replacement character. */
function fromCodePoint(point: number): string {
  const allowed =
    point <= 0x10ffff && (point < 0xd800 || point > 0xdfff) && (point >= 0x20 || point === 0x09 || point === 0x0a);
  return allowed && (point < 0x7f || point > 0x9f) ? String.fromCodePoint(point) : "\ufffd";
}
