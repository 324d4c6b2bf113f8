import * as z from "zod/mini";

import type { CarecastOptions, DeliveryFilter, ManageOptions } from "./carecast.ts";
import type { ChannelInput } from "./channels.ts";
import { channelsSchema, signalSchema } from "./models/option-schemas.ts";
import { parseOptions } from "./models/parse.ts";
import { languageSchema } from "./models/words.ts";
import { loggerSchema } from "./observe/logger.ts";
import { timeZoneSchema } from "./schedule/time-zone.ts";
import { encryptionKeySchema } from "./tokens/encryption-key.ts";

const functionSchema = z.custom<() => unknown>((value) => typeof value === "function", "must be a function.");
const objectSchema = z.custom<object>((value) => typeof value === "object" && value !== null, "must be an object.");

const ledgerSchema = z.custom<object>(
  (value) => typeof value === "object" && value !== null && "add" in value && "markHandled" in value,
  "must be a ledger: memoryLedger(), or sqliteLedger(path) of @carecast/core/sqlite.",
);

const adapterSchema = z.custom<object>(
  (value) => typeof value === "object" && value !== null && "specVersion" in value && "publish" in value,
  "must be an adapter, such as mastodon({...}), or { adapter, languages }.",
);

const safeguardSchema = z.custom<object>(
  (value) =>
    typeof value === "object" &&
    value !== null &&
    "check" in value &&
    "name" in value &&
    typeof value.name === "string",
  "must be a safeguard, such as scanIdentifiers() of @carecast/core/identifiers: an object with name and check.",
);

const countSchema = z.int().check(z.minimum(1));
const millisecondsSchema = z.int().check(z.minimum(0));

const settingsSchema = z.strictObject({
  adapter: adapterSchema,
  languages: z.optional(z.array(languageSchema).check(z.minLength(1))),
  exercises: z.optional(z.boolean()),
  rates: z.optional(
    z.array(z.strictObject({ of: z.enum(["requests", "posts", "media"]), count: countSchema, perMs: countSchema })),
  ),
});

const nameSchema = z.string().check(z.regex(/^[A-Za-z0-9_-]{1,40}$/, "must be 1 to 40 letters, digits, - or _."));

const carecastSchema = z.strictObject({
  channels: z
    .record(nameSchema, objectSchema)
    .check(z.refine((channels) => Object.keys(channels).length > 0, "must name at least one channel.")),
  ledger: ledgerSchema,
  alerts: z.optional(
    z.strictObject({
      timeZone: z.optional(timeZoneSchema),
      phrases: z.optional(z.record(languageSchema, objectSchema)),
    }),
  ),
  safeguards: z.optional(z.array(safeguardSchema)),
  retry: z.optional(
    z.strictObject({
      attempts: z.optional(z.int().check(z.minimum(1), z.maximum(20))),
      firstWaitMs: z.optional(millisecondsSchema),
      maxWaitMs: z.optional(millisecondsSchema),
      deadlineMs: z.optional(millisecondsSchema),
    }),
  ),
  work: z.optional(
    z.strictObject({
      leaseMs: z.optional(z.int().check(z.minimum(100))),
      pollMs: z.optional(countSchema),
      closeWithinMs: z.optional(millisecondsSchema),
    }),
  ),
  emergencyReserve: z.optional(z.number().check(z.minimum(0), z.lt(1))),
  keepContentMs: z.optional(millisecondsSchema),
  encryptionKey: z.optional(encryptionKeySchema),
  logger: z.optional(loggerSchema),
  clock: z.optional(objectSchema),
  random: z.optional(functionSchema),
});

type Options = CarecastOptions<Readonly<Record<string, ChannelInput>>>;

/** Throws `ConfigError` naming the option that is wrong or unknown. */
export function readCarecastOptions(value: unknown): Options {
  const options = parseOptions<Options>("createCarecast", carecastSchema, value);
  for (const [name, input] of Object.entries(options.channels))
    if (!adapterSchema.safeParse(input).success)
      parseOptions("createCarecast", settingsSchema, input, `channels.${name}`);
  return options;
}

const manageSchema = z.strictObject({
  channels: z.optional(channelsSchema),
  signal: z.optional(signalSchema),
});

export function readManageOptions<Name extends string>(what: string, value: unknown): ManageOptions<Name> {
  return parseOptions<ManageOptions<Name>>(what, manageSchema, value);
}

const states = [
  "held",
  "queued",
  "preparing",
  "sending",
  "delivered",
  "accepted",
  "rejected",
  "unknown",
  "expired",
  "cancelled",
  "skipped",
] as const;

const filterSchema = z.strictObject({
  publicationId: z.optional(z.string()),
  channel: z.optional(z.string()),
  state: z.optional(z.enum(states)),
});

export function readDeliveryFilter<Name extends string>(value: unknown): DeliveryFilter<Name> {
  return parseOptions<DeliveryFilter<Name>>("deliveries", filterSchema, value);
}
