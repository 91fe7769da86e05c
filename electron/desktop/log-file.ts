import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** A log of this size makes room for a new one; the one before it is kept. */
const MOST_BYTES = 1 << 20;

/**
 * What went wrong, for reports: a line each, stack below. Written synchronously, since the next thing may be the end of the
 * process. Never throws: a full disk must not turn a warning into a crash.
 */
export class LogFile {
  readonly path: string;
  readonly #now: () => Date;

  constructor(path: string, now: () => Date = () => new Date()) {
    this.path = path;
    this.#now = now;
  }

  write(what: string, cause?: unknown): void {
    try {
      const details = cause === undefined ? '' : `: ${textOf(cause)}`;
      mkdirSync(dirname(this.path), { recursive: true });
      this.#makeRoom();
      appendFileSync(this.path, `${this.#now().toISOString()} ${what}${details}\n`);
    } catch {
      // There is nowhere left to say it.
    }
  }

  #makeRoom(): void {
    const sizeBytes = statSync(this.path, { throwIfNoEntry: false })?.size ?? 0;
    if (sizeBytes >= MOST_BYTES) renameSync(this.path, `${this.path}.old`);
  }
}

function textOf(cause: unknown): string {
  if (cause instanceof Error) return cause.stack ?? cause.message;
  return typeof cause === 'string' ? cause : JSON.stringify(cause);
}
