import { randomUUID } from 'node:crypto';
import type { DocumentId } from '../../../shared/contract/inspect/document.js';
import type { InspectTask, TaskId, TaskProgress, TaskResult } from '../../../shared/contract/inspect/tasks.js';
import { toContractError } from '../../../shared/errors/contract-error.js';
import { runFind } from '../data/find/find.js';
import { findBytes } from '../data/find/find-bytes.js';
import { runStatistics } from '../data/statistics/statistics.js';
import { diffData } from '../diff/diff-data.js';
import type { OpenDocument } from '../document.js';
import { EventThrottle } from '../event-throttle.js';
import type { TaskOptions } from '../inspect-service.js';

interface Running {
  readonly controller: AbortController;
  readonly documents: readonly DocumentId[];
}

/** Runs long tasks beside the calls, and reports the progress of each. */
export class TaskRunner {
  readonly #document: (id: DocumentId) => OpenDocument;
  readonly #progress: EventThrottle<TaskProgress>;
  readonly #running = new Map<TaskId, Running>();

  constructor(document: (id: DocumentId) => OpenDocument, report: (progress: TaskProgress) => void) {
    this.#document = document;
    this.#progress = new EventThrottle(report);
  }

  /** Throws CallError('gone') if a document is not open; every later failure is an event. */
  start(task: InspectTask): { readonly task: TaskId } {
    const id = randomUUID();
    const controller = new AbortController();
    const work = this.#work(task);
    this.#running.set(id, { controller, documents: documentsOf(task) });
    void this.#run(id, controller, work);
    return { task: id };
  }

  stop(id: TaskId): null {
    this.#running.get(id)?.controller.abort();
    return null;
  }

  /** Stops the tasks of a document that is closed. */
  stopOf(document: DocumentId): void {
    for (const { controller, documents } of this.#running.values()) {
      if (documents.includes(document)) controller.abort();
    }
  }

  stopAll(): void {
    for (const { controller } of this.#running.values()) controller.abort();
    this.#progress.close();
  }

  #work(task: InspectTask): (options: TaskOptions) => Promise<TaskResult> {
    switch (task.kind) {
      case 'statistics': {
        const document = this.#document(task.request.document);
        return async (options) => ({
          kind: 'statistics',
          statistics: await runStatistics(document, task.request, options),
        });
      }
      case 'find': {
        const document = this.#document(task.request.document);
        return async (options) => {
          const found = await runFind(document, task.request, options);
          return { kind: 'find', ...(found && { found }) };
        };
      }
      case 'find-bytes': {
        const document = this.#document(task.request.document);
        return async (options) => {
          const found = await findBytes(document, task.request, options);
          return { kind: 'find-bytes', ...(found && { found }) };
        };
      }
      case 'diff-data': {
        const { tolerance } = task.request;
        const [left, right] = [this.#document(task.request.left), this.#document(task.request.right)];
        return async (options) => ({ kind: 'diff-data', diff: await diffData(left, right, { ...options, tolerance }) });
      }
    }
  }

  async #run(
    task: TaskId,
    { signal }: AbortController,
    work: (options: TaskOptions) => Promise<TaskResult>,
  ): Promise<void> {
    const onProgress = (done: number): void => {
      if (!signal.aborted) this.#progress.note(task, { task, state: 'running', done });
    };
    const end = await work({ signal, onProgress }).then(
      (result): TaskProgress => ({ task, state: 'done', done: 1, result }),
      (error: unknown): TaskProgress =>
        signal.aborted
          ? { task, state: 'cancelled', done: 0 }
          : { task, state: 'failed', done: 0, error: toContractError(error) },
    );
    this.#running.delete(task);
    this.#progress.note(task, end, true);
  }
}

function documentsOf({ request }: InspectTask): readonly DocumentId[] {
  return 'document' in request ? [request.document] : [request.left, request.right];
}
