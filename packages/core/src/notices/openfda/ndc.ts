const ndc = /(?<![\d-])\d{4,6}-\d{3,4}(?:-\d{1,2})?(?![\d-])/g;

/** The national drug codes in some texts, each once, as text: their zeros count. */
export function readNdcs(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.flatMap((text) => text.match(ndc) ?? []))];
}

/**
 * Whether two codes can be of one product: labeler and product, padded as bills pad them. A padded code cannot be
 * turned back, so equal does not mean certain.
 */
export function canBeSameProduct(first: string, second: string): boolean {
  return padProduct(first) === padProduct(second);
}

function padProduct(code: string): string {
  const [labeler = "", product = ""] = code.split("-");
  return `${labeler.padStart(6, "0")}-${product.padStart(4, "0")}`;
}
