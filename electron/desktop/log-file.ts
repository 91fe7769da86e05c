import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** When the log reaches this size, a new one is started; one old log is kept. */
const MAX_BYTES = 1 << 20;

/**
 * Errors, for bug reports: one line each, with the stack below. Written synchronously, since the process may end right after.
 * Never throws: a full disk must not turn a warning into a crash.
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
      // There is no other place to report it.
    }
  }

  #makeRoom(): void {
    const sizeBytes = statSync(this.path, { throwIfNoEntry: false })?.size ?? 0;
    if (sizeBytes >= MAX_BYTES) renameSync(this.path, `${this.path}.old`);
  }
}

function textOf(cause: unknown): string {
  if (cause instanceof Error) return cause.stack ?? cause.message;
  return typeof cause === 'string' ? cause : JSON.stringify(cause);
}
