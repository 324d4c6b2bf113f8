/** The smallest beginnings by which servers know a type; they never look further. */
export const png = bytesOf("89504e470d0a1a0a0000000d49484452");
export const mp4 = bytesOf("00000018667479706d70343200000000");
export const textFile = new TextEncoder().encode("just words, no picture");

function bytesOf(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: hex.length / 2 }, (_, index) =>
    Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16),
  );
}
