// Media from files
export { openMedia } from "./open-media.ts";
