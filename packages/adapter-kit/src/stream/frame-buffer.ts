import { StreamError } from "@carecast/adapter";

/** The frames that have come and were not read yet, with a limit, because a WebSocket knows no backpressure. */
export class FrameBuffer {
  /** Called once, at the end, whatever the reason. */
  onEnd: () => void = () => {};
  readonly #network: string;
  readonly #limit: number;
  #frames: string[] = [];
  #characters = 0;
  #ended: { readonly failed: boolean; readonly error: unknown } | undefined;
  #wake: () => void = () => {};

  constructor(network: string, limit: number) {
    this.#network = network;
    this.#limit = limit;
  }

  push(frame: string): void {
    if (this.#ended !== undefined) return;
    this.#frames.push(frame);
    this.#characters += frame.length;
    if (this.#characters > this.#limit) {
      const network = this.#network;
      this.end(new StreamError(`${network}: frames come faster than they are read.`, { network, retryable: true }));
    }
    this.#wake();
  }

  /** The first reason counts. An error drops what waits; a normal end lets it be read. */
  end(error: unknown): void {
    if (this.#ended !== undefined) return;
    const failed = error !== undefined;
    this.#ended = { failed, error };
    if (failed) this.#frames = [];
    this.onEnd();
    this.#wake();
  }

  throwIfFailed(): void {
    if (this.#ended?.failed === true) throw this.#ended.error;
  }

  async *read(): AsyncGenerator<string> {
    for (;;) {
      const ready = this.#frames;
      this.#frames = [];
      for (const frame of ready) {
        this.#characters -= frame.length;
        yield frame;
        this.throwIfFailed();
      }
      if (this.#frames.length > 0) continue;
      this.throwIfFailed();
      if (this.#ended !== undefined) return;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
