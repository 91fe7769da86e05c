import { prettySize } from '../../shared/format/sizes.js';
import type { Progress } from '../engine/operation.js';

/** Shorter work shows no bar. */
const APPEARS_AFTER_MS = 1000;
/** 20 Hz: text that changes more often cannot be read. */
const REDRAW_MS = 50;
const BAR_CELLS = 24;

export interface TerminalStream {
  readonly columns?: number;
  write(text: string): unknown;
}

/** One line on a terminal that shows the progress and is removed at the end. Prints nothing without a terminal. */
export class ProgressBar {
  readonly #terminal: TerminalStream | undefined;
  readonly #now: () => number;
  readonly #startMs: number;
  #drawnMs = Number.NEGATIVE_INFINITY;
  #visible = false;

  constructor(terminal: TerminalStream | undefined, now: () => number = () => performance.now()) {
    this.#terminal = terminal;
    this.#now = now;
    this.#startMs = terminal ? now() : 0;
  }

  update(progress: Progress): void {
    if (!this.#terminal) return;
    const nowMs = this.#now();
    if (nowMs - this.#startMs < APPEARS_AFTER_MS || nowMs - this.#drawnMs < REDRAW_MS) return;
    this.#drawnMs = nowMs;
    this.#visible = true;
    const line = progressLine(progress, nowMs - this.#startMs).slice(0, (this.#terminal.columns ?? 80) - 1);
    this.#terminal.write(`\r\x1b[K${line}`);
  }

  clear(): void {
    if (this.#visible) this.#terminal?.write('\r\x1b[K');
    this.#visible = false;
  }
}

/** `[######------]  50%  1.0M of 2.0M  512.0K/s  2s left`; without percent and time when the total is unknown. */
export function progressLine({ doneBytes, totalBytes }: Progress, elapsedMs: number): string {
  const bytesPerSecond = Math.round(doneBytes / (elapsedMs / 1000));
  const speed = `${prettySize(bytesPerSecond)}/s`;
  if (totalBytes === undefined || totalBytes === 0) return `${prettySize(doneBytes)}  ${speed}`;
  const fraction = Math.min(1, doneBytes / totalBytes);
  const filled = Math.round(fraction * BAR_CELLS);
  const bar = `[${'#'.repeat(filled)}${'-'.repeat(BAR_CELLS - filled)}]`;
  const percent = `${Math.floor(fraction * 100)}%`.padStart(4);
  const left = bytesPerSecond > 0 ? `  ${duration((totalBytes - doneBytes) / bytesPerSecond)} left` : '';
  return `${bar} ${percent}  ${prettySize(doneBytes)} of ${prettySize(totalBytes)}  ${speed}${left}`;
}

function duration(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  if (whole < 60) return `${whole}s`;
  const minutes = Math.floor(whole / 60);
  return minutes < 60 ? `${minutes}m ${whole % 60}s` : `${Math.floor(minutes / 60)}h ${minutes % 60}m`;
}
