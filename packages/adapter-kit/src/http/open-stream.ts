import { NetworkError } from "@carecast/adapter";
import { watchIdle } from "../stream/watch-idle.ts";
import { onAbort } from "../transport/on-abort.ts";
import type { TransportAnswer } from "../transport/transport.ts";

export interface StreamWatch {
  readonly network: string;
  readonly idleTimeoutMs: number;
  readonly signal: AbortSignal | undefined;
  /** Names the network in what the transport throws. */
  readonly toThrown: (error: unknown) => unknown;
}

/**
 * The body of the answer that `send` gets, cut off when nothing comes for `idleTimeoutMs`.
 *
 * @param send makes the request under the signal that it is given.
 */
export async function openStream(
  send: (signal: AbortSignal) => Promise<TransportAnswer>,
  { network, idleTimeoutMs, signal, toThrown }: StreamWatch,
): Promise<AsyncIterable<Uint8Array>> {
  signal?.throwIfAborted();
  const controller = new AbortController();
  const forget =
    signal &&
    onAbort(signal, () => {
      controller.abort(signal.reason);
    });
  try {
    const answer = await send(controller.signal);
    return readWatched(answer);
  } catch (error) {
    forget?.();
    throw toThrown(error);
  }

  async function* readWatched(answer: TransportAnswer): AsyncGenerator<Uint8Array> {
    const watch = watchIdle(idleTimeoutMs, () => {
      controller.abort(new NetworkError(`${network}: nothing came for ${idleTimeoutMs} ms.`, { network }));
    });
    try {
      for await (const chunk of answer.chunks()) {
        watch.hold();
        yield chunk;
        watch.alive();
      }
    } catch (error) {
      throw toThrown(error);
    } finally {
      watch.stop();
      forget?.();
    }
  }
}
