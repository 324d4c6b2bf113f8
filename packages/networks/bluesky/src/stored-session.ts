import type { Json } from "@carecast/adapter";
import * as z from "zod/mini";
import type { Session } from "./entryway.ts";
import type { ReadOptions } from "./options.ts";

const text = z.string().check(z.minLength(1));
const storedSchema = z.object({
  service: text,
  identifier: text,
  did: text,
  server: text,
  accessToken: text,
  refreshToken: text,
  renewAt: z.number(),
});

/** A session as the store keeps it, with whose it is. */
export function toStored(session: Session, { service, identifier }: ReadOptions): Json {
  const { did, server, accessToken, refreshToken, renewAt } = session;
  return { service, identifier, did, server, accessToken, refreshToken, renewAt };
}

/** The session that was stored; `undefined` when it is of another account or service than `options` name. */
export function readStored(stored: Json | undefined, { service, identifier }: ReadOptions): Session | undefined {
  const { success, data } = z.safeParse(storedSchema, stored);
  if (!success || data.service !== service || data.identifier !== identifier) return undefined;
  const { did, server, accessToken, refreshToken, renewAt } = data;
  return { did, server, accessToken, refreshToken, renewAt, isFromStore: true };
}
