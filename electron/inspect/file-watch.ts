import { stat } from 'node:fs/promises';

const EVERY_MS = 2000;

/** Distinguishes one content of a file from another. Undefined for a file that is not there. */
export async function stampOf(path: string): Promise<string | undefined> {
  const stats = await stat(path, { bigint: true }).catch(() => undefined);
  return stats && `${stats.ino}:${stats.size}:${stats.mtimeNs}`;
}

/** Looks every two seconds whether files that are open have changed on disk, and reports each change once. */
export class FileWatch {
  readonly #changed: (key: string) => void;
  readonly #watched = new Map<string, { readonly path: string; stamp: string | undefined; isReported: boolean }>();
  #timer: NodeJS.Timeout | undefined;

  constructor(changed: (key: string) => void) {
    this.#changed = changed;
  }

  /** `stamp` is that of the content that was opened. Replaces what was watched under the key. */
  watch(key: string, path: string, stamp: string | undefined): void {
    this.#watched.set(key, { path, stamp, isReported: false });
    this.#timer ??= setInterval(() => void this.look(), EVERY_MS).unref();
  }

  unwatch(key: string): void {
    this.#watched.delete(key);
    if (this.#watched.size === 0) this.close();
  }

  async look(): Promise<void> {
    for (const [key, entry] of [...this.#watched]) {
      if (entry.isReported) continue;
      const isSame = (await stampOf(entry.path)) === entry.stamp;
      if (isSame || this.#watched.get(key) !== entry) continue;
      entry.isReported = true;
      this.#changed(key);
    }
  }

  close(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
