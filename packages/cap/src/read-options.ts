import { ConfigError } from "@carecast/adapter";

import type { CapLimits } from "./limits.ts";
import type { CapReadOptions } from "./read-cap.ts";
import type { CapMode } from "./report.ts";

/** Checks the options of a reader and fills in what they leave out. Throws `ConfigError` that names the wrong one. */
export function readOptions(
  what: string,
  options: CapReadOptions,
  defaults: CapLimits,
): { readonly mode: CapMode; readonly limits: CapLimits } {
  refuseUnknown(what, "", options, ["mode", "limits"]);
  const { mode = "strict", limits = {} } = options;
  if (mode !== "strict" && mode !== "tolerant") throw wrong(what, "mode", 'must be "strict" or "tolerant".');
  refuseUnknown(what, "limits.", limits, Object.keys(defaults));
  for (const [name, limit] of Object.entries(limits))
    if (!Number.isSafeInteger(limit) || limit < 1)
      throw wrong(what, `limits.${name}`, "must be a whole number above 0.");
  return { mode, limits: { ...defaults, ...limits } };
}

export function refuseUnknown(what: string, prefix: string, options: object, known: readonly string[]): void {
  for (const name of Object.keys(options))
    if (!known.includes(name))
      throw wrong(what, `${prefix}${name}`, "is not known here. Remove it, or correct its name.");
}

function wrong(what: string, path: string, message: string): ConfigError {
  return new ConfigError(`The options of ${what} cannot be read. ${path}: ${message}`, { path });
}
