import type { CarecastEventMap } from "../events.ts";
import type { DeliveryError } from "../ledger/records.ts";
import type { LogFields, LogValue } from "./logger.ts";

type AnyFact = CarecastEventMap[keyof CarecastEventMap][0];

/** Everything that is taken over as it is: ids, names of channels, numbers. What is not here stays out of the log. */
const plainFields = [
  "at",
  "publicationId",
  "deliveryId",
  "channel",
  "network",
  "index",
  "count",
  "attempts",
  "waitMs",
  "holdId",
  "rules",
  "channels",
  "deliveries",
  "atLeast",
  "delivered",
  "until",
  "source",
  "retryAfterMs",
] as const;

/** The fields of a line: facts about the machine only. */
export function toLogFields(event: string, fact: AnyFact): LogFields {
  const fields: Record<string, LogValue> = { event };
  const values: Readonly<Record<string, unknown>> = { ...fact };
  for (const name of plainFields) {
    const value = values[name];
    if (typeof value === "number" || (typeof value === "string" && value !== "")) fields[name] = value;
  }
  if ("url" in fact && fact.url !== undefined) Object.assign(fields, describeUrl(fact.url));
  if ("scope" in fact)
    fields["scope"] = typeof fact.scope === "string" ? fact.scope : Object.keys(fact.scope).join(" ");
  if ("error" in fact && fact.error) fields["error"] = describeError(fact.error);
  return fields;
}

/** Where a post is, without what may be a secret of its address. */
function describeUrl(text: string): { readonly url?: string } {
  const url = URL.parse(text);
  return url && url.origin !== "null" ? { url: `${url.origin}${url.pathname}` } : {};
}

/** The message of an error stays in the ledger and in the report, except that of a store that fails: there is no other place. */
function describeError(error: DeliveryError): Readonly<Record<string, string | number | boolean>> {
  const { code, message, outcome, retryable, retryAt, status, platformCode } = error;
  return {
    code,
    outcome,
    retryable,
    ...(code === "ledger" && { message }),
    ...(retryAt !== undefined && { retryAt }),
    ...(status !== undefined && { status }),
    ...(platformCode !== undefined && { platformCode }),
  };
}
