import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { CheckedRequest, ResponseOf } from '../../shared/contract/calls.js';
import type { DocumentFile, DocumentId, DocumentOverview } from '../../shared/contract/inspect/document.js';
import type { ByteAnswer, CheckedStream } from '../../shared/contract/streams.js';
import { refusal } from '../../shared/errors/contract-error.js';
import { withIoErrors } from '../engine/io/io-error.js';
import type { InspectCall, InspectService, InspectStream } from '../inspect/inspect-service.js';
import type { ChunkVerdicts } from '../jobs/run/job-service.js';
import type { CallRequest, StreamRequest } from '../threads/service.js';
import type { ThreadClient } from '../threads/thread-client.js';
import { displayFolder, type FileRegistry } from './files/file-registry.js';

/** The inspector's thread; tests pass their own. */
export type InspectThread = Pick<ThreadClient<InspectService>, 'call' | 'stream' | 'isRunning' | 'end'>;

/** More than a window has tabs; a window whose connection breaks leaves its documents open. */
const MAX_OPEN = 50;

/** The file of each open document. When there are too many, the least recently used document is closed. */
export class Inspection {
  readonly #thread: InspectThread;
  readonly #registry: FileRegistry;
  /** In order of use, the latest last. */
  readonly #fileIds = new Map<DocumentId, string>();

  constructor(thread: InspectThread, registry: FileRegistry) {
    this.#thread = thread;
    this.#registry = registry;
  }

  /** Throws IoError for a missing file, and CallError for an id that may not be used. */
  async open({ id, member, readAs }: CheckedRequest<'inspect.open'>): Promise<DocumentOverview> {
    const path = this.#registry.path(id);
    const stats = await withIoErrors('read', path, () => stat(path));
    if (stats.isDirectory()) throw refusal('argument', `'${basename(path)}' is a folder, not a file.`);
    const overview = await this.#thread.call('open', {
      path,
      file: fileOf(id, path, stats),
      ...(member !== undefined && { member }),
      ...(readAs && { readAs }),
    });
    this.#fileIds.set(overview.document, id);
    this.#closeOldest();
    return overview;
  }

  /** Rejects with CallError, and with a plain Error when the thread has exited. Throws CallError for a document that is not open. */
  call<Name extends InspectCall>(name: Name, request: CheckedRequest<Name>): Promise<ResponseOf<Name>> {
    for (const document of documentsIn(request)) this.#use(document);
    // The service has the contract's types for each name, which the compiler does not infer for a variable name.
    return this.#thread.call(name, request as CallRequest<InspectService, Name>) as Promise<ResponseOf<Name>>;
  }

  /** As `call`; settles when the first bytes have arrived. */
  async stream<Name extends InspectStream>(
    name: Name,
    request: CheckedStream<Name>,
    signal: AbortSignal,
  ): Promise<ByteAnswer> {
    for (const document of documentsIn(request)) this.#use(document);
    return this.#thread.stream(name, request as StreamRequest<InspectService, Name>, signal); // as in `call`
  }

  async closeDocument(document: DocumentId): Promise<void> {
    if (this.#fileIds.delete(document)) await this.#thread.call('inspect.close', { document });
  }

  /** The file of a document, for changes to it. Throws CallError as the registry does. */
  pathOf(document: DocumentId): string {
    return this.#registry.path(this.#use(document));
  }

  /** Passes results of a verify job to every document of that file. */
  noteChecks(path: string, batch: ChunkVerdicts): void {
    if (this.#fileIds.size === 0 || !this.#thread.isRunning) return;
    // When the thread exits, its documents are closed too, so there is nothing to update.
    this.#thread.call('checks', { path, batch }).catch(() => undefined);
  }

  close(): Promise<void> {
    return this.#thread.end();
  }

  #use(document: DocumentId): string {
    const id = this.#fileIds.get(document);
    if (id === undefined) {
      throw refusal('gone', 'This document is no longer open.', 'Open the file again.');
    }
    this.#fileIds.delete(document);
    this.#fileIds.set(document, id);
    return id;
  }

  #closeOldest(): void {
    for (const document of this.#fileIds.keys()) {
      if (this.#fileIds.size <= MAX_OPEN) return;
      // Closing fails only when the thread has exited, which closes its documents too.
      this.closeDocument(document).catch(() => undefined);
    }
  }
}

function fileOf(id: string, path: string, { size, mtimeMs }: Stats): DocumentFile {
  return {
    id,
    name: basename(path),
    folder: displayFolder(dirname(path)),
    sizeBytes: size,
    modifiedMs: Math.floor(mtimeMs),
  };
}

/** The documents that a request of the contract names; that of a task is in its `request`. */
function documentsIn(request: unknown): readonly DocumentId[] {
  if (typeof request !== 'object' || request === null) return [];
  const { document, left, right, request: inner }: Record<string, unknown> = { ...request };
  const here = [document, left, right].filter((value) => typeof value === 'string');
  return inner === undefined ? here : [...here, ...documentsIn(inner)];
}
