import { revealSecret, type Receipt } from "@carecast/adapter";
import { createHttp, reader, type Http } from "@carecast/adapter-kit";
import * as z from "zod/mini";

import { refusalIn, toError } from "./errors.ts";
import type { PlainAdapterOptions } from "./options.ts";

const post = z.object({
  id: z.string(),
  url: z.string(),
  at: z.string(),
  text: z.string(),
  parent: z.nullable(z.string()),
  media: z.array(z.string()),
});
export type Post = z.infer<typeof post>;
const readShown = reader(post);
export const readPosts = reader(z.array(post));
export const readContainer = reader(z.object({ id: z.string(), expiresAt: z.string() }));
export const readMedia = reader(
  z.object({ id: z.string(), state: z.enum(["processing", "ready", "failed"]), expiresAt: z.string() }),
);

/** @throws PlatformError where the answer is a refusal in spite of its status. */
export function readPost(json: unknown): Post {
  const refusal = refusalIn(json);
  if (refusal) throw refusal;
  return readShown(json);
}

export function toReceipt({ id, url, at }: Post): Receipt {
  return { id, url, at, state: "delivered" };
}

export function createApi({ baseUrl, token, transport }: PlainAdapterOptions): Http {
  const authorize = async (): Promise<Record<string, string>> => ({
    authorization: `Bearer ${await revealSecret(token)}`,
  });
  return createHttp({ network: "plain", baseUrl, authorize, toError, transport });
}
