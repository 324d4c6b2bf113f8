import { expect, test } from "vitest";
import { parseStatus } from "./api.ts";
import type { SourceEvent } from "./follow-source.ts";
import { toSources } from "./sources.ts";
import { toMention } from "../test/test-instance.ts";
import { createToInbound } from "./to-inbound.ts";

test("remembers the newest five thousand posts, and no more", () => {
  const [source] = toSources({});
  const toInbound = createToInbound({ ownId: "1", kinds: undefined, positions: {} });
  const count = 6_000;
  const removed = (id: number): SourceEvent[] => (source ? [{ source, change: "deleted", id: String(id) }] : []);
  for (let id = 1; id <= count; id++) {
    const status = parseStatus(toMention(String(id)));
    if (source && status) toInbound({ source, change: "created", position: String(id), status });
  }
  expect(removed(1_000).map(toInbound)).toEqual([undefined]);
  expect(removed(1_001).map(toInbound)).toMatchObject([{ eventId: "mention:1001:deleted" }]);
  expect(removed(count).map(toInbound)).toMatchObject([{ eventId: "mention:6000:deleted" }]);
});
