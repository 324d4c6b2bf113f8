const alphabet = "234567abcdefghijklmnopqrstuvwxyz";

/**
 * A record key for a post: `micros` (microseconds since 1970) and a clock id (0 to 1023) in 13 sortable characters.
 *
 * @see https://atproto.com/specs/tid
 */
export function writeTid(micros: number, clockId: number): string {
  // The two numbers are 53 and 10 bits: too much for one number, but 10 bits are exactly two characters.
  return writeDigits(micros, 11) + writeDigits(clockId, 2);
}

function writeDigits(value: number, length: number): string {
  let text = "";
  for (let rest = value; text.length < length; rest = Math.floor(rest / 32)) text = alphabet.charAt(rest % 32) + text;
  return text;
}

/**
 * Makes record keys that this process never repeats and that ascend, also when its clock goes back.
 *
 * Two processes on one account hit the same key with a chance of one in a million in the same millisecond; the
 * server then refuses the second, and nothing is overwritten.
 */
export function createTids(random: () => number = Math.random): (nowMs: number) => string {
  const clockId = Math.floor(random() * 1024);
  let last = 0;
  return (nowMs) => {
    last = Math.max(nowMs * 1000 + Math.floor(random() * 1000), last + 1);
    return writeTid(last, clockId);
  };
}
