import type { FileId } from '../../../shared/contract/files.js';
import type { Client } from '../../data/client.js';
import { Store } from '../../data/store/store.js';
import { windowStore } from '../../data/window-store.js';
import { PauseGate } from './pause-gate.js';

/** Files that are being sent to the host together. */
export interface Upload {
  readonly id: number;
  readonly fileCount: number;
  readonly sentBytes: number;
  readonly totalBytes: number;
  readonly isPaused: boolean;
}

/** The uploads of this window that are under way. */
export class UploadStore extends Store<readonly Upload[]> {
  readonly #client: Client;
  readonly #running = new Map<number, { readonly abort: AbortController; readonly gate: PauseGate }>();
  #lastId = 0;

  constructor(client: Client) {
    super([]);
    this.#client = client;
  }

  /** Sends the files and returns their ids; none when the user cancels. Rejects with CallError. */
  async send(files: readonly File[]): Promise<readonly FileId[]> {
    const id = ++this.#lastId;
    const [abort, gate] = [new AbortController(), new PauseGate()];
    this.#running.set(id, { abort, gate });
    const totalBytes = files.reduce((sum, { size }) => sum + size, 0);
    this.set([...this.state(), { id, fileCount: files.length, sentBytes: 0, totalBytes, isPaused: false }]);
    try {
      return await this.#client.admit(files, {
        signal: abort.signal,
        gate,
        onSent: (sentBytes) => this.#change(id, { sentBytes }),
      });
    } catch (error) {
      if (abort.signal.aborted) return [];
      throw error;
    } finally {
      this.#running.delete(id);
      this.set(this.state().filter((upload) => upload.id !== id));
    }
  }

  /** Stops an upload; the files of it that were sent completely are deleted. */
  cancel(id: number): void {
    this.#running.get(id)?.abort.abort();
  }

  /** Stops sending, or goes on behind what has arrived. */
  pause(id: number, isPaused: boolean): void {
    this.#running.get(id)?.gate.set(!isPaused);
    this.#change(id, { isPaused });
  }

  #change(id: number, changes: Partial<Upload>): void {
    this.set(this.state().map((upload) => (upload.id === id ? { ...upload, ...changes } : upload)));
  }
}

export const useUploadStore = windowStore(UploadStore);
