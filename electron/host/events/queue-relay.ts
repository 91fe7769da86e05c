import type { JobView } from '../../../shared/contract/jobs.js';
import { assertNever } from '../../../shared/format/errors.js';
import type { QueueChange } from '../../jobs/queue/change-feed.js';
import { tellRecents } from '../handlers/recent-handlers.js';
import type { HostContext } from '../host-context.js';
import { JobHistory } from '../stores/job-history.js';
import { QueueNotices } from './queue-notices.js';

/** Passes on what the queue tells: to the windows, to the notifier, and to the recent files. */
export class QueueRelay {
  readonly #context: HostContext;
  readonly #history: JobHistory;
  readonly #notices: QueueNotices | undefined;
  readonly #unsubscribe: () => void;
  #noting: Promise<void> = Promise.resolve();

  constructor(context: HostContext) {
    this.#context = context;
    this.#history = new JobHistory(context.registry, context.recents);
    this.#history.ignoreEnded(context.queue.view().jobs);
    this.#notices = context.ports.notifier && new QueueNotices(context.ports.notifier);
    this.#unsubscribe = context.queue.subscribe((change) => this.#pass(change));
  }

  async close(): Promise<void> {
    this.#unsubscribe();
    this.#notices?.end();
    await this.#noting;
  }

  #pass(change: QueueChange): void {
    const { events, settings, ports } = this.#context;
    switch (change.kind) {
      case 'changed':
        events.emit('jobs.changed', { jobs: change.jobs, queue: change.queue });
        this.#notices?.look(change.queue, settings.current.keepAwake);
        // A history that cannot be written is not worth stopping for.
        this.#noting = this.#noting.then(() => this.#note(change.jobs)).catch(() => undefined);
        break;
      case 'reordered':
        events.emit('jobs.reordered', null);
        break;
      case 'verdicts':
        this.#context.inspection.noteChecks(change.path, change.verdicts);
        break;
      case 'batch-finished':
        ports.notifier?.batchFinished(change.summary);
        break;
      default:
        assertNever(change);
    }
  }

  async #note(jobs: readonly JobView[]): Promise<void> {
    if (await this.#history.note(jobs)) await tellRecents(this.#context);
  }
}
