// The factory
export { bluesky } from "./adapter.ts";
export type { BlueskyOptions } from "./options.ts";
