/** What a Mastodon server takes as it comes from the box. */
export const imageTypes: readonly string[] = ["image/jpeg", "image/png", "image/gif", "image/webp", "image/avif"];
export const videoTypes: readonly string[] = ["video/webm", "video/mp4", "video/quicktime", "video/ogg"];
export const audioTypes: readonly string[] = ["audio/ogg", "audio/mpeg", "audio/wav", "audio/flac", "audio/mp4"];
