import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { StreamError } from "@carecast/adapter";
import { catchError, findLeaks } from "../../test/find-leaks.ts";
import { readServerSentEvents, type ServerSentEvent } from "./read-server-sent-events.ts";

async function* toChunks(bytes: Uint8Array, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  let from = 0;
  for (const to of [...cuts, bytes.length].sort((a, b) => a - b)) {
    yield await Promise.resolve(bytes.subarray(from, to));
    from = to;
  }
}

async function read(text: string, cuts: readonly number[] = []): Promise<ServerSentEvent[]> {
  const events: ServerSentEvent[] = [];
  for await (const event of readServerSentEvents(toChunks(new TextEncoder().encode(text), cuts))) events.push(event);
  return events;
}

// networks/mastodon.md section 10, with a text that has wide characters.
const stream =
  ':thump\n\nevent: notification\ndata: {"id":"34975861","text":"✨é👍"}\n\nevent: delete\ndata: 115000000000000001\n\n';
const events = [
  { event: "notification", data: '{"id":"34975861","text":"✨é👍"}' },
  { event: "delete", data: "115000000000000001" },
];

describe("readServerSentEvents", () => {
  it("reads Mastodon's stream, heartbeats left out, wherever the packets are cut", async () => {
    expect(await read(stream)).toEqual(events);
    const length = new TextEncoder().encode(stream).length;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: length })), async (cuts) => {
        expect(await read(stream, cuts)).toEqual(events);
      }),
    );
  });

  it("reads ids, several lines of data, other line ends and the default name", async () => {
    expect(await read("id: 7\r\ndata: a\r\ndata: b\r\n\r\ndata:c\r\r")).toEqual([
      { event: "message", data: "a\nb", id: "7" },
      { event: "message", data: "c" },
    ]);
  });

  it("drops what was not finished", async () => {
    expect(await read("data: a\n\ndata: b\n")).toEqual([{ event: "message", data: "a" }]);
  });

  it("does not let an event without an end fill the memory", async () => {
    let sent = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      const chunk = new TextEncoder().encode(`data: ${"s3cret".repeat(20_000)}`);
      for (;;) {
        sent += chunk.length;
        yield await Promise.resolve(chunk);
      }
    }
    const error = await catchError(async () => {
      for await (const event of readServerSentEvents(endless())) expect(event).toBeUndefined();
    });
    expect(error).toBeInstanceOf(StreamError);
    expect(error).toMatchObject({ retryable: true });
    expect(findLeaks(error, ["s3cret"])).toEqual([]);
    expect(sent).toBeLessThan(5_000_000);
  });

  it("lets go of the source when its reader leaves", async () => {
    let left = false;
    async function* source(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield await Promise.resolve(new TextEncoder().encode("data: a\n\n"));
      } finally {
        left = true;
      }
    }
    for await (const event of readServerSentEvents(source())) {
      expect(event.data).toBe("a");
      break;
    }
    expect(left).toBe(true);
  });
});
