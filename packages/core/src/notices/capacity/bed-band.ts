import { ConfigError } from "@carecast/adapter";

import type { BedBand } from "./capacity-notice.ts";

/**
 * The band of a count of free beds. `undefined`, which means "say nothing", for what is no count: feeds write -999999
 * and other negative numbers where they hide one.
 *
 * `fewUpTo` is the largest number that is told as few. Default 10. It cannot be less than 3: smaller numbers point at people.
 *
 * @throws ConfigError when `fewUpTo` is less than 3.
 */
export function bedBand(freeBeds: number, fewUpTo = 10): BedBand | undefined {
  if (!(fewUpTo >= 3)) throw new ConfigError("fewUpTo: must be at least 3.", { path: "fewUpTo" });
  if (!Number.isInteger(freeBeds) || freeBeds < 0) return undefined;
  if (freeBeds === 0) return "none";
  return freeBeds <= fewUpTo ? "few" : "available";
}
