import type { SealedTokens } from "@carecast/core";
import { oneByOne, query, type Operation } from "./operation.ts";
import { decodeText, encodeText } from "./text.ts";

export function readTokens(schema: string): Operation<string, SealedTokens | undefined> {
  const text = `SELECT version, sealed FROM ${schema}.tokens WHERE channel = $1`;
  return oneByOne("read", async (transaction, channel) => {
    const [row] = await query<{ version: number; sealed: string }>(transaction, text, [encodeText(channel)]);
    return row && { version: row.version, sealed: decodeText(row.sealed) };
  });
}

/** What to store over which version. */
export interface TokenWrite {
  readonly channel: string;
  readonly expected: number;
  readonly sealed: string;
}

/** Compare-and-set; answers whether it was stored. */
export function writeTokens(schema: string): Operation<TokenWrite, boolean> {
  const insert = `
    INSERT INTO ${schema}.tokens (channel, version, sealed) VALUES ($1, 1, $2) ON CONFLICT DO NOTHING RETURNING version`;
  const update = `
    UPDATE ${schema}.tokens SET version = version + 1, sealed = $2 WHERE channel = $1 AND version = $3 RETURNING version`;
  return oneByOne("write", async (transaction, { channel, expected, sealed }) => {
    const values = [encodeText(channel), encodeText(sealed)];
    const rows = await (expected === 0
      ? query(transaction, insert, values)
      : query(transaction, update, [...values, expected]));
    return rows.length > 0;
  });
}
