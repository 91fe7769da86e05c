import { stat } from 'node:fs/promises';

const EVERY_MS = 2000;

/** Identifies the content of a file by its metadata. Undefined if the file does not exist. */
export async function stampOf(path: string): Promise<string | undefined> {
  const stats = await stat(path, { bigint: true }).catch(() => undefined);
  return stats && `${stats.ino}:${stats.size}:${stats.mtimeNs}`;
}

/** Checks every two seconds whether open files have changed on disk, and reports each change once. */
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
    this.#timer ??= setInterval(() => void this.check(), EVERY_MS).unref();
  }

  unwatch(key: string): void {
    this.#watched.delete(key);
    if (this.#watched.size === 0) this.close();
  }

  async check(): Promise<void> {
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
