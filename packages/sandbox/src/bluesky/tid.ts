const alphabet = "234567abcdefghijklmnopqrstuvwxyz";

/** https://atproto.com/specs/tid */
export function isTid(text: string): boolean {
  return /^[2-7a-j][2-7a-z]{12}$/.test(text);
}

/** `microseconds` since the epoch and a clock id of 0 to 1023, as 13 characters that sort by time. */
export function formatTid(microseconds: number, clockId = 0): string {
  let value = (BigInt(microseconds) << 10n) | BigInt(clockId);
  let text = "";
  for (let i = 0; i < 13; i += 1) {
    text = alphabet.charAt(Number(value & 31n)) + text;
    value >>= 5n;
  }
  return text;
}

/** Makes TIDs that grow, also when the clock stands still. */
export function createTids(now: () => number): () => string {
  let last = 0;
  return () => {
    last = Math.max(last + 1, Math.trunc(now() * 1000));
    return formatTid(last);
  };
}
