import type { FileId } from '../../../shared/contract/files.js';
import type { Client } from '../../data/client.js';
import { Store } from '../../data/store/store.js';
import { windowStore } from '../../data/window-store.js';

/** Files that are being sent to the host together. */
export interface Upload {
  readonly id: number;
  readonly fileCount: number;
  readonly sentBytes: number;
  readonly totalBytes: number;
}

/** The uploads of this window that are under way. */
export class UploadStore extends Store<readonly Upload[]> {
  readonly #client: Client;
  readonly #aborts = new Map<number, AbortController>();
  #lastId = 0;

  constructor(client: Client) {
    super([]);
    this.#client = client;
  }

  /** Sends the files and returns their ids; none when the user cancels. Rejects with CallError. */
  async send(files: readonly File[]): Promise<readonly FileId[]> {
    const id = ++this.#lastId;
    const abort = new AbortController();
    this.#aborts.set(id, abort);
    const totalBytes = files.reduce((sum, { size }) => sum + size, 0);
    this.set([...this.state(), { id, fileCount: files.length, sentBytes: 0, totalBytes }]);
    try {
      return await this.#client.admit(files, {
        signal: abort.signal,
        onSent: (sentBytes) =>
          this.set(this.state().map((upload) => (upload.id === id ? { ...upload, sentBytes } : upload))),
      });
    } catch (error) {
      if (abort.signal.aborted) return [];
      throw error;
    } finally {
      this.#aborts.delete(id);
      this.set(this.state().filter((upload) => upload.id !== id));
    }
  }

  /** Stops an upload; the files of it that were sent completely are deleted. */
  cancel(id: number): void {
    this.#aborts.get(id)?.abort();
  }
}

export const useUploadStore = windowStore(UploadStore);
