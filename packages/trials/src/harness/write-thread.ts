/** A text that becomes a thread of so many posts, no two of which are equal. */
export function writeThread(about: string, parts: number): string {
  const sentences = Array.from(
    { length: parts },
    (_, index) => `Part ${index + 1} of ${about}: what to do from today on.`,
  );
  return sentences.join(" ");
}
