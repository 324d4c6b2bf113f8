import type { Transport, TransportAnswer, TransportRequest } from "../src/transport/transport.ts";

export interface FakeAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A transport that answers from a list, one step a request: an answer, or an error to throw. */
export function fakeTransport(
  ...steps: readonly (FakeAnswer | Error)[]
): Transport & { readonly sent: TransportRequest[] } {
  const sent: TransportRequest[] = [];
  const left = [...steps];
  return {
    sent,
    send: (request) => {
      sent.push(request);
      const step = left.shift() ?? new Error("The test gave no answer for this request.");
      return step instanceof Error ? Promise.reject(step) : Promise.resolve(toAnswer(step));
    },
  };
}

function toAnswer({ status = 200, headers = {}, body = "{}" }: FakeAnswer): TransportAnswer {
  return {
    status,
    header: (name) => headers[name.toLowerCase()] ?? null,
    text: () => Promise.resolve(body),
    async *chunks() {
      yield await Promise.resolve(new TextEncoder().encode(body));
    },
    discard: () => Promise.resolve(),
  };
}
