import { StreamError } from "@carecast/adapter";
import { createParser } from "eventsource-parser";

export interface ServerSentEvent {
  /** `message` where the server names none. */
  readonly event: string;
  readonly data: string;
  readonly id?: string;
}

/** Characters of one unfinished event. A server that never ends its line must not fill the memory. */
const maxBufferedCharacters = 4_000_000;

/**
 * The events of a `text/event-stream` body, as they come. Comments, which servers send as heartbeats, are left out.
 *
 * @throws StreamError when one event is longer than 4 million characters.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export async function* readServerSentEvents(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<ServerSentEvent> {
  let events: ServerSentEvent[] = [];
  let overflow = false;
  const parser = createParser({
    maxBufferSize: maxBufferedCharacters,
    onEvent: ({ event = "message", data, id }) => {
      events.push(id === undefined ? { event, data } : { event, data, id });
    },
    onError: (error) => {
      overflow ||= error.type === "max-buffer-size-exceeded";
    },
  });
  const decoder = new TextDecoder();
  for await (const chunk of chunks) {
    parser.feed(decoder.decode(chunk, { stream: true }));
    if (events.length > 0) {
      const ready = events;
      events = [];
      yield* ready;
    }
    if (overflow) throw new StreamError("An event of the stream is longer than allowed.", { retryable: true });
  }
}
