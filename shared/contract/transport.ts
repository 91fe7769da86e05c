import type { EventMessage } from './events.js';
import type { FileId } from './files.js';
import type { Result } from './result.js';

/**
 * What carries calls and events between window and host: Electron's IPC through the preload script, a WebSocket, or memory in
 * tests. Payloads are JSON values and typed arrays.
 */
export interface Transport {
  /** Never rejects for what the host answers; rejects when there is no host any more. */
  call(name: string, request: unknown): Promise<Result<unknown>>;
  /** Answers how to stop listening. */
  subscribe(listener: (event: EventMessage) => void): () => void;
  /** Makes ids of files that were dropped or chosen in the page; only here do paths (Electron) or contents (web) cross. */
  admit(files: readonly File[]): Promise<Result<readonly FileId[]>>;
  /**
   * Where the page can fetch an answer in bytes (see streams.ts), by GET. A refusal is answered with a status from 400 on and the
   * envelope as JSON. Not reading the body holds the host back; aborting the request stops its work.
   */
  streamUrl(name: string, request: unknown): string;
  /** Starts dragging a file out of the window; does nothing where that cannot be. */
  dragOut(id: FileId): void;
  /** Where the page can fetch the file's bytes; undefined where it cannot (Electron shows files in the file manager). */
  downloadUrl(id: FileId): string | undefined;
}

/** The page's own class, which this realm is compiled without; only passed through. */
interface File {
  readonly name: string;
  readonly size: number;
}
