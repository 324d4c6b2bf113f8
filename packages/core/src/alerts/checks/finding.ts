import type { Finding, FindingLevel } from "../../safeguards/safeguard.ts";

/** A finding about an alert; `rule` without its `alert.`. */
export function find(level: FindingLevel, rule: string, path: string, message: string, language?: string): Finding {
  return { level, rule: `alert.${rule}`, path, message, ...(language !== undefined && { language }) };
}
