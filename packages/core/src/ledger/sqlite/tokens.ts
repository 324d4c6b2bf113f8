import type { SealedTokens } from "../token-shelf.ts";
import type { Statements } from "./statements.ts";

const select = "SELECT version, sealed FROM tokens WHERE channel = ?";
const insert = "INSERT INTO tokens (channel, version, sealed) VALUES (?, 1, ?) ON CONFLICT (channel) DO NOTHING";
const update = "UPDATE tokens SET version = version + 1, sealed = ? WHERE channel = ? AND version = ?";

export function readTokens(prepare: Statements, channel: string): SealedTokens | undefined {
  // The cast holds because the table is STRICT.
  const row = prepare(select).get(channel) as SealedTokens | undefined;
  return row && { version: row.version, sealed: row.sealed };
}

export function replaceTokens(prepare: Statements, channel: string, expected: number, sealed: string): boolean {
  const result = expected === 0 ? prepare(insert).run(channel, sealed) : prepare(update).run(sealed, channel, expected);
  return result.changes === 1;
}
