import type { TerminalStream } from './progress-bar.js';

/** 20 Hz: text that changes more often cannot be read. */
const REDRAW_MS = 50;

/** One line on a terminal that says what is being done and is removed at the end. Prints nothing if the stream is no terminal. */
export class StatusLine {
  readonly #stream: TerminalStream;
  #drawnMs = Number.NEGATIVE_INFINITY;

  constructor(stream: TerminalStream = process.stderr) {
    this.#stream = stream;
  }

  show(text: string): void {
    const nowMs = performance.now();
    if (!this.#stream.isTTY || nowMs - this.#drawnMs < REDRAW_MS) return;
    this.#drawnMs = nowMs;
    this.#stream.write(`\r\x1b[K${text.slice(0, (this.#stream.columns ?? 80) - 1)}`);
  }

  clear(): void {
    if (this.#drawnMs > Number.NEGATIVE_INFINITY) this.#stream.write('\r\x1b[K');
  }
}
