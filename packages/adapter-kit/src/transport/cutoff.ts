import { EventEmitter } from "node:events";
import { timeoutError } from "./failure.ts";
import { onAbort } from "./on-abort.ts";
import type { TransportRequest } from "./transport.ts";

/**
 * Ends one exchange early: when its time is over or its caller aborts.
 *
 * undici takes an `EventEmitter` for a signal, at a fraction of the price of an `AbortSignal`; but it looks at it only
 * once the request has a connection. Whoever waits is therefore told directly, through `onCut`.
 */
export class Cutoff extends EventEmitter {
  wasCut = false;
  reason: unknown;
  onCut: (reason: unknown) => void = () => {};
  readonly #request: TransportRequest;
  #timer: NodeJS.Timeout | undefined;
  readonly #forget: (() => void) | undefined;

  constructor(request: TransportRequest) {
    super();
    this.#request = request;
    const { signal } = request;
    if (signal !== undefined) {
      this.#forget = onAbort(signal, () => {
        this.#cut(signal.reason);
      });
    }
    this.startTimer();
  }

  startTimer(): void {
    this.#timer = setTimeout(cutAtTimeout, this.#request.timeoutMs, this);
  }

  stopTimer(): void {
    clearTimeout(this.#timer);
  }

  /** The exchange is over. */
  close(): void {
    this.stopTimer();
    this.#forget?.();
  }

  cutAtTimeout(): void {
    this.#cut(timeoutError(this.#request.url, this.#request.timeoutMs));
  }

  #cut(reason: unknown): void {
    this.close();
    this.wasCut = true;
    this.reason = reason;
    this.onCut(reason);
    this.emit("abort");
  }
}

function cutAtTimeout(cutoff: Cutoff): void {
  cutoff.cutAtTimeout();
}
