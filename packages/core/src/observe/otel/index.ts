export { observe } from "./observe.ts";
export type { ObserveOptions } from "./observe.ts";
