import { randomUUID } from 'node:crypto';
import type { EventMessage } from '../../shared/contract/events.js';
import type { DocumentId, DocumentOverview } from '../../shared/contract/inspect/document.js';
import { refusal } from '../../shared/errors/contract-error.js';
import { ArgumentError } from '../../shared/format/errors.js';
import { documentCalls } from './calls.js';
import type { CheckBatch } from './chunks/chunk-checks.js';
import { diffDocuments } from './diff/diff-documents.js';
import type { OpenDocument } from './document.js';
import { EventThrottle } from './event-throttle.js';
import { FileWatch, stampOf } from './file-watch.js';
import type { Asked, StreamAnswer } from './handlers.js';
import { openDocument } from './open/open-document.js';
import type { OpenOrder } from './open/open-order.js';
import { documentStreams } from './streams.js';
import { TaskRunner } from './tasks/task-runner.js';

/** What an inspector tells unasked. */
export type InspectEvent = EventMessage<'inspect.changed'> | EventMessage<'inspect.task'>;

type Change = EventMessage<'inspect.changed'>['payload'];

interface Entry {
  readonly order: OpenOrder;
  stamp: string | undefined;
  document: OpenDocument;
}

/**
 * Everything the window can ask about files without changing them. It holds the open documents, and reads of them only
 * what is asked for. A plain class: in the app it runs in a thread of its own (see worker.ts), in tests where the test
 * runs.
 */
export class Inspector {
  readonly #entries = new Map<DocumentId, Entry>();
  readonly #changes: EventThrottle<Change>;
  readonly #watch: FileWatch;
  readonly #tasks: TaskRunner;

  constructor(onEvent: (event: InspectEvent) => void) {
    this.#changes = new EventThrottle((payload) => onEvent({ name: 'inspect.changed', payload }));
    this.#watch = new FileWatch((document) => this.#noteChange({ document, what: 'file' }));
    this.#tasks = new TaskRunner(
      (id) => this.#document(id),
      (payload) => onEvent({ name: 'inspect.task', payload }),
    );
  }

  /**
   * What is wrong with a file is in the answer; IoError when it cannot be read at all, ArgumentError when it cannot be
   * read as was asked.
   */
  async open(order: OpenOrder): Promise<DocumentOverview> {
    const id = randomUUID();
    const entry = await this.#openEntry(id, order);
    this.#entries.set(id, entry);
    this.#watch.watch(id, order.path, entry.stamp);
    return entry.document.overview;
  }

  /**
   * Answers a call by its name; its request has passed the call's schema. Throws CallError('gone') for an id that is
   * not open.
   */
  async call(name: string, request: unknown): Promise<unknown> {
    switch (name) {
      case 'inspect.reload':
        return this.#reload((request as Asked<'inspect.reload'>).document);
      case 'inspect.close':
        return this.#close((request as Asked<'inspect.close'>).document);
      case 'inspect.start':
        return this.#tasks.start(request as Asked<'inspect.start'>);
      case 'inspect.stop':
        return this.#tasks.stop((request as Asked<'inspect.stop'>).task);
      case 'inspect.diff': {
        const { left, right } = request as Asked<'inspect.diff'>;
        return diffDocuments(this.#document(left), this.#document(right));
      }
    }
    const handler = entryOf(documentCalls, name);
    const document = this.#document((request as { document: DocumentId }).document);
    const before = document.checks?.version;
    // The table pairs each name with the handler of its own request.
    const response = await (handler as (document: OpenDocument, request: unknown) => Promise<unknown>)(
      document,
      request,
    );
    if (document.checks?.version !== before) this.#noteChange({ document: document.id, what: 'checks' });
    return response;
  }

  /** Answers a question in bytes. Nothing is read before the first piece is asked for. */
  async stream(name: string, request: unknown, signal: AbortSignal): Promise<StreamAnswer> {
    const handler = entryOf(documentStreams, name);
    const document = this.#document((request as { document: DocumentId }).document);
    // As in `call`.
    return (handler as (document: OpenDocument, request: unknown, signal: AbortSignal) => Promise<StreamAnswer>)(
      document,
      request,
      signal,
    );
  }

  /** What a verification of a file found of some of its chunks; every document of that file shows it. */
  noteChecks(path: string, batch: CheckBatch): void {
    for (const [document, { order, document: open }] of this.#entries) {
      if (order.path !== path || !open.checks) continue;
      open.checks.note(batch);
      const done = (batch.firstChunk + batch.states.length) / Math.max(1, open.chunks?.count ?? 1);
      this.#noteChange({ document, what: 'checks', done: Math.min(1, done) });
    }
  }

  async closeAll(): Promise<void> {
    this.#tasks.stopAll();
    this.#watch.close();
    this.#changes.close();
    for (const id of [...this.#entries.keys()]) await this.#close(id);
  }

  #document(id: DocumentId): OpenDocument {
    const entry = this.#entries.get(id);
    if (!entry) throw refusal('gone', 'This document is not open any more.', 'Open the file again.');
    return entry.document;
  }

  async #openEntry(id: DocumentId, order: OpenOrder): Promise<Entry> {
    // Before the content is read: a change meanwhile is then seen as one.
    const stamp = await stampOf(order.path);
    const listener = {
      changed: (what: 'checks' | 'codecs' | 'walk', done: number) => this.#noteChange({ document: id, what, done }),
    };
    return { order, stamp, document: await openDocument({ ...order, id, listener }) };
  }

  /** The same document anew; what was found out about it stays when the file is the same. */
  async #reload(id: DocumentId): Promise<DocumentOverview> {
    const before = this.#document(id);
    const entry = this.#entries.get(id);
    if (!entry || entry.stamp === (await stampOf(entry.order.path))) return before.overview;
    const fresh = await this.#openEntry(id, entry.order);
    this.#entries.set(id, fresh);
    this.#watch.watch(id, fresh.order.path, fresh.stamp);
    await before.close();
    return fresh.document.overview;
  }

  async #close(id: DocumentId): Promise<null> {
    const entry = this.#entries.get(id);
    this.#entries.delete(id);
    this.#watch.unwatch(id);
    this.#tasks.stopOf(id);
    await entry?.document.close();
    return null;
  }

  #noteChange(change: Change): void {
    this.#changes.note(`${change.document}:${change.what}`, change, change.done === 1);
  }
}

function entryOf<Table extends object>(table: Table, name: string): Table[keyof Table] {
  const entry = Object.entries(table).find(([key]) => key === name)?.[1];
  if (!entry) throw new ArgumentError(`the inspector does not answer '${name}'`);
  return entry;
}
