// Media from files
export { openMedia } from "./open-media.ts";
export type { OpenMediaOptions } from "./open-media.ts";
