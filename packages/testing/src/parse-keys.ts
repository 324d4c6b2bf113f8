import { ConfigError } from "@carecast/adapter";

/** Refuses a key of `options` that is not in `known`, so that a typing error cannot pass unseen. */
export function parseKeys(factory: string, options: object, known: readonly string[]): void {
  for (const key of Object.keys(options)) {
    if (known.includes(key)) continue;
    throw new ConfigError(`${factory} has no option "${key}". Its options are: ${known.join(", ")}.`, { path: key });
  }
}
