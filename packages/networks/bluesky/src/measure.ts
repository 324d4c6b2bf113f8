import type { TextUnit } from "@carecast/adapter";
import { countBytes, countCodePoints, countGraphemes } from "@carecast/adapter-kit";

/** How long `text` is in `unit`. Bluesky shortens nothing, so `weighted` is the same as graphemes. */
export function measureText(text: string, unit: TextUnit): number {
  if (unit === "bytes") return countBytes(text);
  if (unit === "utf16") return text.length;
  return unit === "code-points" ? countCodePoints(text) : countGraphemes(text);
}
