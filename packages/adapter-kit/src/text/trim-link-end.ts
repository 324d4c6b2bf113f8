const punctuation = new Set(".,;:!?'’”»…*_~|、。！？；：，");
const opening: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{", "）": "（", "】": "【", "》": "《" };

/**
 * The end of an address without what belongs to the sentence around it: punctuation, and closing brackets that
 * nothing between `start` and `end` opened. Never before `start`.
 */
export function trimLinkEnd(text: string, start: number, end: number): number {
  const surplus = countSurplus(text, start, end);
  for (; end > start; end--) {
    const last = text[end - 1] ?? "";
    if (punctuation.has(last)) continue;
    const left = surplus.get(last) ?? 0;
    if (left <= 0) break;
    surplus.set(last, left - 1);
  }
  return end;
}

/** For each kind of closing bracket, how many more of it there are than of its opening one. */
function countSurplus(text: string, start: number, end: number): Map<string, number> {
  const surplus = new Map<string, number>();
  const closing = Object.entries(opening);
  for (let index = start; index < end; index++) {
    const character = text[index] ?? "";
    for (const [close, open] of closing) {
      if (character === close) surplus.set(close, (surplus.get(close) ?? 0) + 1);
      else if (character === open) surplus.set(close, (surplus.get(close) ?? 0) - 1);
    }
  }
  return surplus;
}
