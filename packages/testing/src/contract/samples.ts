import type { Capabilities, MediaRule, PartMedia, Poll } from "@carecast/adapter";

const imageSamples: Readonly<Record<string, string>> = {
  "image/png": "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "image/gif": "R0lGODlhAQABAIAAAP///wAAACH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==",
};

/** The first bytes of an MP4 file: enough for a network that reads the type and does not play it. */
const mp4 = "AAAAGGZ0eXBpc29tAAACAGlzb21pc28yAAAACGZyZWUAAAAIbWRhdA==";

/** A picture of one pixel in a type that the network takes, or `undefined` where it takes none that we have. */
export function sampleImage(capabilities: Capabilities, alt: string): PartMedia | undefined {
  const rule = capabilities.media.image;
  const mimeType = Object.keys(imageSamples).find((type) => rule?.types.includes(type));
  if (mimeType === undefined || capabilities.media.max < 1) return undefined;
  return mediaOf("image", mimeType, imageSamples[mimeType] ?? "", alt);
}

/** A short video, or `undefined` where the network takes no MP4. */
export function sampleVideo(capabilities: Capabilities, alt: string): PartMedia | undefined {
  if (!capabilities.media.video?.types.includes("video/mp4")) return undefined;
  return mediaOf("video", "video/mp4", mp4, alt);
}

/** `image` with bytes added until it is larger than `rule` allows. */
export function tooLarge(image: PartMedia, rule: MediaRule): PartMedia {
  const padding = new Uint8Array(rule.maxBytes + 1 - image.blob.size);
  return { ...image, blob: new Blob([image.blob, padding], { type: image.mimeType }) };
}

function mediaOf(kind: "image" | "video", mimeType: string, base64: string, alt: string): PartMedia {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const blob = new Blob([bytes], { type: mimeType });
  return { kind, mimeType, blob, alt, width: 1, height: 1, url: "https://media.example.org/sample" };
}

/** A poll within the limits. */
export function samplePoll(capabilities: Capabilities, nowMs: number): Poll | undefined {
  if (capabilities.polls === "none") return undefined;
  const { minDurationMs, maxDurationMs } = capabilities.polls;
  const durationMs = Math.min(Math.max(minDurationMs, 86_400_000), maxDurationMs);
  return { options: ["Yes", "No"], multiple: false, closesAt: new Date(nowMs + durationMs).toISOString() };
}

/** Texts in which careless code breaks something: markup, line breaks, other scripts, joined signs. */
export const awkwardTexts: readonly string[] = [
  'Ward 3 < ward 4 & "ward 5" <b>open</b> \\o/ &amp; 100%',
  "First line\nsecond line\n\nthird after a gap",
  "العيادة مفتوحة اليوم",
  "診療は午後五時まで 🏥👨‍👩‍👧‍👦 e\u0301",
  "{\"json\": [1, 2]} ${template} %s 'quoted' `ticks`",
];
