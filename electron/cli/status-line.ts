import { errorTerminal } from './standard-output.js';

/** 20 Hz: text that changes more often cannot be read. */
const REDRAW_MS = 50;

/** One line on a terminal that says what is being done and is removed at the end. Prints nothing without a terminal. */
export class StatusLine {
  readonly #terminal = errorTerminal();
  #drawnMs = Number.NEGATIVE_INFINITY;

  show(text: string): void {
    const nowMs = performance.now();
    if (!this.#terminal || nowMs - this.#drawnMs < REDRAW_MS) return;
    this.#drawnMs = nowMs;
    this.#terminal.write(`\r\x1b[K${text.slice(0, (this.#terminal.columns ?? 80) - 1)}`);
  }

  clear(): void {
    if (this.#drawnMs > Number.NEGATIVE_INFINITY) this.#terminal?.write('\r\x1b[K');
  }
}
