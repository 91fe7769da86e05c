import type { Stats } from 'node:fs';
import type { FileFacts, FileId } from '../../../shared/contract/files.js';

/** File systems set times from a clock that ticks; some count in steps of two seconds. */
const CLOCK_STEP_MS = 2000;

/**
 * What was found in files, so that the plans of a batch, of which each asks for all of its files, read each of them once. A file whose
 * identity, size or times are others is read again.
 */
export class DescribedFiles {
  readonly #found = new Map<FileId, { readonly stamp: string; readonly facts: FileFacts }>();

  /** Undefined for a file that was not described, or has changed since. */
  find(id: FileId, stats: Stats): FileFacts | undefined {
    const found = this.#found.get(id);
    return found?.stamp === stampOf(stats) ? found.facts : undefined;
  }

  /** `stats` are those from before the file was read. A file that has just changed may change again without a change of its times. */
  add(id: FileId, stats: Stats, facts: FileFacts): void {
    if (Date.now() - stats.ctimeMs < CLOCK_STEP_MS) return;
    this.#found.set(id, { stamp: stampOf(stats), facts });
  }
}

function stampOf({ dev, ino, size, mtimeMs, ctimeMs }: Stats): string {
  return [dev, ino, size, mtimeMs, ctimeMs].join(' ');
}
