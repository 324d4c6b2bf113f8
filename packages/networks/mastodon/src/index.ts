// The factory
export { mastodon } from "./adapter.ts";
export type { MastodonOptions } from "./options.ts";
