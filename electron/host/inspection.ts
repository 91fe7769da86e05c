import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { DocumentFile, DocumentId, DocumentOverview } from '../../shared/contract/inspect/document.js';
import type { RawImport } from '../../shared/contract/intake.js';
import { refusal } from '../../shared/errors/contract-error.js';
import { withIoErrors } from '../engine/io/io-error.js';
import type { ChunkVerdicts } from '../jobs/run/messages.js';
import { displayFolder, type FileRegistry } from './files/file-registry.js';
import type { CheckedRequest } from './handlers/handler.js';
import type { ByteAnswer } from './http/byte-answer.js';

/** What the inspector's thread is asked to open: the real path, and the file as the window knows it. */
export interface EngineOpen {
  readonly path: string;
  readonly file: DocumentFile;
  readonly member?: string;
  readonly readAs?: RawImport;
}

/** The thread that looks into files, as the host uses it. Requests have passed their schemas. */
export interface InspectEngine {
  open(request: EngineOpen): Promise<DocumentOverview>;
  call(name: string, request: unknown): Promise<unknown>;
  stream(name: string, request: unknown, signal: AbortSignal): Promise<ByteAnswer>;
  /** What a verify job found out about chunks of a file, for every document that shows it. */
  noteChecks(path: string, verdicts: ChunkVerdicts): void;
  close(): Promise<void>;
}

/** More than anybody has tabs; windows that go away without a word leave theirs open. */
const MOST_OPEN = 50;

/** The open documents: which file each belongs to. The one that was not used for longest is closed when there are too many. */
export class Inspection {
  readonly #engine: InspectEngine;
  readonly #registry: FileRegistry;
  /** The latest used is the last. */
  readonly #fileIds = new Map<DocumentId, string>();

  constructor(engine: InspectEngine, registry: FileRegistry) {
    this.#engine = engine;
    this.#registry = registry;
  }

  /** Throws IoError for a file that is not there, and CallError for an id that may not be used. */
  async open({ id, member, readAs }: CheckedRequest<'inspect.open'>): Promise<DocumentOverview> {
    const path = this.#registry.path(id);
    const stats = await withIoErrors('read', path, () => stat(path));
    if (stats.isDirectory()) throw refusal('argument', `'${basename(path)}' is a folder, not a file.`);
    const overview = await this.#engine.open({
      path,
      file: fileOf(id, path, stats),
      ...(member !== undefined && { member }),
      ...(readAs && { readAs }),
    });
    this.#fileIds.set(overview.document, id);
    this.#closeOldest();
    return overview;
  }

  /** Passes a question on to the thread. */
  call(name: string, request: unknown): Promise<unknown> {
    for (const document of documentsIn(request)) this.#use(document);
    return this.#engine.call(name, request);
  }

  async stream(name: string, request: unknown, signal: AbortSignal): Promise<ByteAnswer> {
    for (const document of documentsIn(request)) this.#use(document);
    return this.#engine.stream(name, request, signal);
  }

  async closeDocument(document: DocumentId): Promise<void> {
    if (this.#fileIds.delete(document)) await this.#engine.call('inspect.close', { document });
  }

  /** The file of a document, for those who change it. Throws CallError as the registry does. */
  pathOf(document: DocumentId): string {
    return this.#registry.path(this.#use(document));
  }

  noteChecks(path: string, verdicts: ChunkVerdicts): void {
    if (this.#fileIds.size > 0) this.#engine.noteChecks(path, verdicts);
  }

  close(): Promise<void> {
    return this.#engine.close();
  }

  #use(document: DocumentId): string {
    const id = this.#fileIds.get(document);
    if (id === undefined) {
      throw refusal('gone', 'This document is not open any more.', 'Open the file again.');
    }
    this.#fileIds.delete(document);
    this.#fileIds.set(document, id);
    return id;
  }

  #closeOldest(): void {
    for (const document of this.#fileIds.keys()) {
      if (this.#fileIds.size <= MOST_OPEN) return;
      // A thread that cannot close it has just ended, and its documents with it.
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

/** Where the contract's requests name documents; a task's question stands in its `ask`. */
function documentsIn(request: unknown): readonly DocumentId[] {
  if (typeof request !== 'object' || request === null) return [];
  const { document, left, right, ask }: Record<string, unknown> = { ...request };
  const here = [document, left, right].filter((value) => typeof value === 'string');
  return ask === undefined ? here : [...here, ...documentsIn(ask)];
}
