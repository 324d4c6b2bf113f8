import type { Secret } from "@carecast/adapter";
import { parseOptions, secretOption, type Transport } from "@carecast/adapter-kit";
import type { PlainLever } from "@carecast/sandbox";
import * as z from "zod/mini";

export interface PlainAdapterOptions {
  readonly baseUrl: string;
  readonly token: Secret;
  /** What the network does with a repeated post. */
  readonly lever: PlainLever;
  /** How long it remembers, in milliseconds; left out, for ever. */
  readonly windowMs?: number | undefined;
  /** The longest post. Default 500. */
  readonly maxCharacters?: number | undefined;
  /** Default: that of the kit. */
  readonly transport?: Transport | undefined;
}

const schema = z.strictObject({
  baseUrl: z.string(),
  token: secretOption,
  lever: z.enum(["idempotency-key", "record-key", "container", "nonce", "duplicate-refusal", "find", "none"]),
  windowMs: z.optional(z.int().check(z.minimum(1))),
  maxCharacters: z.optional(z.int().check(z.minimum(1))),
  transport: z.optional(z.custom<Transport>()),
});

export function readOptions(options: PlainAdapterOptions): PlainAdapterOptions {
  return parseOptions("plain", schema, options);
}
