import type { EventMessage } from './events.js';
import type { FileId } from './files.js';
import type { Result } from './result.js';

/**
 * What carries calls and events between window and host: Electron's IPC through the preload script, a WebSocket, or memory in
 * tests. Payloads are JSON values and typed arrays.
 */
export interface Transport {
  /** Resolves also for errors of the host; rejects only when the host has ended. */
  call(name: string, request: unknown): Promise<Result<unknown>>;
  /** Returns a function that removes the listener. */
  subscribe(listener: (event: EventMessage) => void): () => void;
  /** Registers files that were dropped or chosen in the page and returns their ids. Only this sends paths (Electron) or contents (web). */
  admit(files: readonly File[], watch?: AdmitWatch): Promise<Result<readonly FileId[]>>;
  /**
   * The URL at which the page can fetch a stream (see streams.ts). An error has a status of 400 or more and a `Result` as JSON. If
   * the body is not read, the host waits; aborting the request stops its work.
   */
  streamUrl(name: string, request: unknown): string;
  /** Starts dragging a file out of the window; does nothing where this is not possible. */
  dragOut(id: FileId): void;
  /** The URL of the file's bytes; undefined in Electron, which shows files in the file manager. */
  downloadUrl(id: FileId): string | undefined;
}

/** For transports that send contents: how much was sent, and a way to stop. */
export interface AdmitWatch {
  readonly signal: AbortSignal;
  /** Of all files together. */
  readonly onSent: (sentBytes: number) => void;
  /** While it is closed nothing is sent; what was sent is not sent again. */
  readonly gate?: UploadGate;
}

/** Holds an upload that the user has paused. */
export interface UploadGate {
  readonly isOpen: boolean;
  /** Calls back when it opens or closes; returns the function that ends that. */
  watch(listener: () => void): () => void;
}

/** The browser's `AbortSignal`, which is not declared in this realm; only passed on. */
interface AbortSignal {
  readonly aborted: boolean;
}

/** The browser's `File`, which is not declared in this realm; only passed on. */
interface File {
  readonly name: string;
  readonly size: number;
}
