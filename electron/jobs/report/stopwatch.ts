/** Working time in milliseconds; can be stopped and started again. Times are those of the caller's clock. */
export class Stopwatch {
  #sumMs: number;
  #sinceMs: number | undefined;

  constructor(sumMs = 0) {
    this.#sumMs = sumMs;
  }

  start(nowMs: number): void {
    this.#sinceMs ??= nowMs;
  }

  stop(nowMs: number): void {
    this.#sumMs = this.elapsedMs(nowMs);
    this.#sinceMs = undefined;
  }

  elapsedMs(nowMs: number): number {
    return this.#sumMs + (this.#sinceMs === undefined ? 0 : Math.max(0, nowMs - this.#sinceMs));
  }
}
