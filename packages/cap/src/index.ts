// Documents
export { readCap } from "./read-cap.ts";
export type { CapReading, CapReadOptions } from "./read-cap.ts";
export { writeCap } from "./write-cap.ts";
export type { CapLimits } from "./limits.ts";
export type { CapMode, CapWarning } from "./report.ts";
export type { CapVersion } from "./cap-version.ts";
