import { randomUUID } from 'node:crypto';
import type { EventMessage } from '../../shared/contract/events.js';
import type { DocumentId, DocumentOverview, DocumentProblem } from '../../shared/contract/inspect/document.js';
import type { ByteAnswer, CheckedStream } from '../../shared/contract/streams.js';
import { refusal, toContractError } from '../../shared/errors/contract-error.js';
import { isBloscpackError } from '../../shared/format/errors.js';
import { storeFormatAt } from '../exchange/find-arrays.js';
import { loadS3 } from '../remote/load-remote.js';
import type { ThreadHandlers } from '../threads/service.js';
import { bytePlanes } from './chunks/byte-planes.js';
import type { CheckBatch } from './chunks/chunk-checks.js';
import { chunkDetails } from './chunks/chunk-details.js';
import { chunkMap } from './chunks/chunk-map.js';
import { chunksPage } from './chunks/chunk-rows.js';
import { chunkSummary } from './chunks/chunk-summary.js';
import { cellDetails } from './data/cell-details.js';
import { cellsPage } from './data/cells-page.js';
import { dataShape } from './data/data-shape.js';
import { exportArray } from './data/export/export-array.js';
import { exportSlice } from './data/export/export-slice.js';
import { heatmap } from './data/heatmap-stream.js';
import { line } from './data/line-stream.js';
import { diffDocuments } from './diff/diff-documents.js';
import { type OpenDocument, type OpenOrder, requireChunks } from './document.js';
import { DocumentUse } from './document-use.js';
import { EventThrottle } from './event-throttle.js';
import { FileWatch, stampOf } from './file-watch.js';
import type { DocumentExport, Export, ExportKind, InspectEvent, InspectService } from './inspect-service.js';
import { type ArrayOutputs, arrayOutputs } from './open/array-outputs.js';
import { readArraysFacts } from './open/arrays-facts.js';
import { openDocument } from './open/open-document.js';
import { RemoteFiles } from './open/remote-files.js';
import { blockStream } from './streams/block-stream.js';
import { bytesStream } from './streams/bytes-stream.js';
import { exportChunk } from './streams/export-chunk.js';
import { exportChunkTable } from './streams/export-chunk-table.js';
import { exportStructure } from './streams/export-structure.js';
import { children, locate } from './structure/locate.js';
import { TaskRunner } from './tasks/task-runner.js';

type Change = EventMessage<'inspect.changed'>['payload'];

interface Entry {
  readonly order: OpenOrder;
  stamp: string | undefined;
  document: OpenDocument;
}

interface AboutDocument {
  readonly document: DocumentId;
}

const WHOLE_NOTICE: DocumentProblem = {
  severity: 'notice',
  message: 'The server sends no parts of files: all of it was downloaded into a temporary file.',
  kind: 'downloaded',
  repairable: false,
};

const exports = {
  slice: exportSlice,
  array: exportArray,
  chunk: exportChunk,
  'chunk-table': exportChunkTable,
  structure: exportStructure,
} satisfies { readonly [Kind in ExportKind]: DocumentExport<Kind> };

/** More than a window has tabs; a window whose connection breaks leaves its documents open. */
const MAX_OPEN = 50;

/**
 * Handles all calls and streams that read files without changing them. It holds the open documents, of which the least recently used
 * ones are closed when there are too many, and reads only the requested parts of them. A plain class: in the app it runs in a worker
 * thread (see inspect-worker.ts), in tests in the thread of the test.
 */
export class Inspector implements ThreadHandlers<InspectService> {
  /** In order of use, the latest last. */
  readonly #entries = new Map<DocumentId, Entry>();
  readonly #onEvent: (event: InspectEvent) => void;
  readonly #changes: EventThrottle<Change>;
  readonly #watch: FileWatch;
  readonly #tasks: TaskRunner;
  readonly #use = new DocumentUse();
  /** The files on servers that were opened; the thread opens them by these names. */
  readonly remoteFiles = new RemoteFiles((name) => this.#noteReceived(name));
  readonly #received = new EventThrottle<EventMessage<'inspect.received'>['payload']>((payload) =>
    this.#onEvent({ name: 'inspect.received', payload }),
  );

  readonly calls = {
    open: (order) => this.#open(order),
    'other-file': readArraysFacts,
    'is-store': async ({ path }) => (await storeFormatAt(path)) !== undefined,
    objects: ({ addresses }) => loadS3().objectsAt(addresses),
    'file-id': ({ document }) => this.#document(document).overview.file.id,
    'array-outputs': ({ document, endings }) => this.#arrayOutputs(document, endings),
    checks: ({ path, batch }) => this.#noteChecks(path, batch),
    'inspect.reload': ({ document }) => this.#reload(document),
    'inspect.overview': ({ document }) => this.#overview(document),
    'inspect.close': ({ document }) => this.#close(document),
    'inspect.start': (task) => this.#tasks.start(task),
    'inspect.stop': ({ task }) => this.#tasks.stop(task),
    'inspect.diff': ({ left, right }) => diffDocuments(this.#document(left), this.#document(right)),
    'inspect.children': this.#call(children),
    'inspect.locate': this.#call(locate),
    'inspect.chunks': this.#call(chunksPage),
    'inspect.chunk': this.#call(chunkDetails),
    'inspect.planes': this.#call(bytePlanes),
    'inspect.summary': this.#call(chunkSummary),
    'inspect.find-chunks': this.#call(async (document) => {
      requireChunks(document).table.walkOn?.();
      return null;
    }),
    'inspect.codecs': this.#call(async (document) => requireChunks(document).table.scan.summary()),
    'inspect.data': this.#call(dataShape),
    'inspect.cells': this.#call(cellsPage),
    'inspect.cell': this.#call(cellDetails),
  } satisfies ThreadHandlers<InspectService>['calls'];

  readonly streams = {
    'inspect.bytes': this.#stream(bytesStream),
    'inspect.map': this.#stream(chunkMap),
    'inspect.block': this.#stream(blockStream),
    'inspect.line': this.#stream(line),
    'inspect.heatmap': this.#stream(heatmap),
    'inspect.export': this.#stream((...request) => this.#export(...request)),
  } satisfies ThreadHandlers<InspectService>['streams'];

  constructor(onEvent: (event: InspectEvent) => void) {
    this.#onEvent = onEvent;
    this.#changes = new EventThrottle((payload) => onEvent({ name: 'inspect.changed', payload }));
    this.#watch = new FileWatch((document) => this.#noteChange({ document, what: 'file' }));
    this.#tasks = new TaskRunner(
      (id) => this.#document(id),
      (payload) => onEvent({ name: 'inspect.task', payload }),
    );
  }

  async end(): Promise<void> {
    this.#tasks.stopAll();
    this.#watch.close();
    this.#changes.close();
    this.#received.close();
    // All requests are cancelled: their reads may fail.
    for (const { document } of this.#entries.values()) await document.close();
    this.#entries.clear();
  }

  /** The handler of a call about one document; emits an event if chunks were checked. */
  #call<Request extends AboutDocument, Response>(
    answer: (document: OpenDocument, request: Request) => Promise<Response>,
  ): (request: Request) => Promise<Response> {
    return async (request) => {
      const document = this.#document(request.document);
      const before = document.checks?.version;
      const answering = answer(document, request).catch((thrown: unknown) => this.#failed(document, thrown));
      const response = await this.#use.during(document, answering);
      if (document.checks?.version !== before) this.#noteChange({ document: document.id, what: 'checks' });
      return response;
    };
  }

  #stream<Request extends AboutDocument>(
    answer: (document: OpenDocument, request: Request, signal: AbortSignal) => Promise<ByteAnswer>,
  ): (request: Request, signal: AbortSignal) => Promise<ByteAnswer> {
    return async (request, signal) => {
      const document = this.#document(request.document);
      const failed = (thrown: unknown) => this.#failed(document, thrown);
      const answering = answer(document, request, signal).catch(failed);
      const { body, ...head } = await this.#use.during(document, answering);
      return { ...head, body: this.#use.piecesOf(document, withFailure(body, failed)) };
    };
  }

  /** The browser saves an export and does not say why it broke off, so that an error is an event too. */
  async #export(
    document: OpenDocument,
    request: CheckedStream<'inspect.export'>,
    signal: AbortSignal,
  ): Promise<ByteAnswer> {
    const reported = (thrown: unknown): never => {
      const payload = { document: document.id, error: toContractError(thrown) };
      if (!signal.aborted) this.#onEvent({ name: 'inspect.export-failed', payload });
      throw thrown;
    };
    const answer = await exportPart(document, request, signal).catch(reported);
    return { ...answer, body: withFailure(answer.body, reported) };
  }

  async #open(order: OpenOrder): Promise<DocumentOverview> {
    const id = randomUUID();
    if (order.remote) this.remoteFiles.add(order.path, order.remote);
    const entry = await this.#openEntry(id, order);
    this.#entries.set(id, entry);
    this.#watchFile(id, entry);
    this.#closeOldest();
    return this.#overviewOf(entry);
  }

  async #arrayOutputs(id: DocumentId, endings: readonly string[]): Promise<ArrayOutputs> {
    const { overview } = this.#document(id);
    const path = this.#entries.get(id)?.order.path;
    return path === undefined ? { outputs: [] } : arrayOutputs(path, overview, endings);
  }

  /** A file on a server is not asked for again and again: that it has changed shows when it is read. */
  #watchFile(id: DocumentId, { order, stamp }: Entry): void {
    if (!order.remote) this.#watch.watch(id, order.path, stamp);
  }

  #overview(id: DocumentId): DocumentOverview {
    const { overview } = this.#document(id);
    const entry = this.#entries.get(id);
    return entry ? this.#overviewOf(entry) : overview;
  }

  #overviewOf({ order, document: { overview } }: Entry): DocumentOverview {
    if (!order.remote) return overview;
    const { receivedBytes, isWhole } = this.remoteFiles.movedOf(order.path);
    const problems = isWhole ? [...overview.problems, WHOLE_NOTICE] : overview.problems;
    return { ...overview, receivedBytes, problems };
  }

  #noteReceived(name: string): void {
    const { receivedBytes } = this.remoteFiles.movedOf(name);
    for (const [document, { order }] of this.#entries) {
      if (order.path === name) this.#received.note(document, { document, receivedBytes });
    }
  }

  /** The window learns that a file on a server has changed, and offers to read it again. */
  #failed({ id }: OpenDocument, thrown: unknown): never {
    const isChanged = isBloscpackError(thrown) && 'code' in thrown && thrown.code === 'ESTALE';
    if (isChanged && this.#entries.get(id)?.order.remote) this.#noteChange({ document: id, what: 'file' });
    throw thrown;
  }

  #noteChecks(path: string, batch: CheckBatch): void {
    for (const [document, { order, document: open }] of this.#entries) {
      if (order.path !== path || !open.checks) continue;
      open.checks.note(batch);
      const done = (batch.firstChunk + batch.states.length) / Math.max(1, open.chunks?.count ?? 1);
      this.#noteChange({ document, what: 'checks', done: Math.min(1, done) });
    }
  }

  #closeOldest(): void {
    for (const id of this.#entries.keys()) {
      if (this.#entries.size <= MAX_OPEN) return;
      // Nothing is lost when a file that was only read cannot be closed.
      this.#close(id).catch(() => undefined);
    }
  }

  /** The open document, which is now the latest used. */
  #document(id: DocumentId): OpenDocument {
    const entry = this.#entries.get(id);
    if (!entry) throw refusal('gone', 'This document is no longer open.', 'Open the file again.');
    this.#entries.delete(id);
    this.#entries.set(id, entry);
    return entry.document;
  }

  async #openEntry(id: DocumentId, order: OpenOrder): Promise<Entry> {
    // Before the content is read, so that a change while reading is detected.
    const stamp = order.remote ? undefined : await stampOf(order.path);
    const listener = {
      changed: (what: 'checks' | 'codecs' | 'walk', done: number) => this.#noteChange({ document: id, what, done }),
    };
    return { order, stamp, document: await openDocument({ ...order, id, listener }) };
  }

  /** Opens the document again; check results of a local file are kept if it is unchanged. */
  async #reload(id: DocumentId): Promise<DocumentOverview> {
    const before = this.#document(id);
    const entry = this.#entries.get(id);
    if (!entry) return before.overview;
    const isSame = !entry.order.remote && entry.stamp === (await stampOf(entry.order.path));
    if (isSame) return before.overview;
    const fresh = await this.#openEntry(id, entry.order);
    this.#entries.set(id, fresh);
    this.#watchFile(id, fresh);
    // Not waited for: a slow stream of the old state must not hold the new one.
    this.#use.close(before).catch(() => undefined);
    return this.#overviewOf(fresh);
  }

  async #close(id: DocumentId): Promise<null> {
    const entry = this.#entries.get(id);
    this.#entries.delete(id);
    this.#watch.unwatch(id);
    this.#tasks.stopOf(id);
    if (entry) await this.#use.close(entry.document);
    return null;
  }

  #noteChange(change: Change): void {
    this.#changes.note(`${change.document}:${change.what}`, change, change.done === 1);
  }
}

function exportPart(
  document: OpenDocument,
  { export: request }: CheckedStream<'inspect.export'>,
  signal: AbortSignal,
): Promise<ByteAnswer> {
  // The table pairs each kind with the export for its request.
  const make = exports[request.what] as (
    document: OpenDocument,
    request: Export,
    signal: AbortSignal,
  ) => Promise<ByteAnswer>;
  return make(document, request, signal);
}

/** The pieces of a body; `onFailure` throws its error. */
async function* withFailure(
  body: AsyncIterable<Uint8Array>,
  onFailure: (thrown: unknown) => never,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* body;
  } catch (thrown) {
    onFailure(thrown);
  }
}
