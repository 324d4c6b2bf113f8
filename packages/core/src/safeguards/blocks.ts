import { BlockedError } from "@carecast/adapter";

import type { Finding } from "./safeguard.ts";

/** What keeps a content from leaving: findings that block, unless people have set their rules aside. */
export function listBlocks(findings: readonly Finding[], overridden: readonly string[] = []): readonly Finding[] {
  return findings.filter(({ level, rule, final }) => level === "block" && (final || !overridden.includes(rule)));
}

/** The error that says where and why nothing leaves, without the words that it is about. */
export function blockedError(blocks: readonly Finding[]): BlockedError {
  const violations = blocks.map(({ path, rule, message, channel }) => ({
    path,
    rule,
    message,
    ...(channel !== undefined && { channel }),
  }));
  const words = violations.map(({ channel, path, message }) => `${channel ? `${channel} ` : ""}${path}: ${message}`);
  return new BlockedError(`Nothing was sent, because a safeguard says no. ${words.join(" ")}`, violations);
}
