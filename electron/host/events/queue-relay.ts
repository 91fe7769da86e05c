import { setTimeout } from 'node:timers/promises';
import type { QueueView } from '../../../shared/contract/jobs.js';
import { assertNever } from '../../../shared/format/errors.js';
import type { QueueChange } from '../../jobs/queue/change-feed.js';
import type { ChunkVerdicts } from '../../jobs/run/job-service.js';
import { emitRecents } from '../handlers/recent-handlers.js';
import type { HostContext } from '../host-context.js';
import type { Notifier } from '../host-ports.js';
import { JobHistory } from '../stores/job-history.js';

/** The recent files are described, stored and sent once for what ends meanwhile: hundreds of small files end a second. */
const RECENTS_EVERY_MS = 1000;

/** Passes the queue's events to the windows, the notifier and the recent files. */
export class QueueRelay {
  readonly #context: HostContext;
  readonly #history: JobHistory;
  readonly #notices: QueueNotices | undefined;
  readonly #unsubscribe: () => void;
  readonly #closing = new AbortController();
  #updating: Promise<void> | undefined;

  constructor(context: HostContext) {
    this.#context = context;
    this.#history = new JobHistory(context, context.recents);
    this.#history.ignoreEnded(context.queue.view().jobs);
    this.#notices = context.ports.notifier && new QueueNotices(context.ports.notifier);
    this.#unsubscribe = context.queue.subscribe((change) => this.#pass(change));
  }

  async close(): Promise<void> {
    this.#unsubscribe();
    this.#notices?.end();
    this.#closing.abort();
    await this.#updating;
  }

  #pass(change: QueueChange): void {
    const { events, settings, ports } = this.#context;
    switch (change.kind) {
      case 'changed':
        events.emit('jobs.changed', { jobs: change.jobs, queue: change.queue });
        this.#notices?.update(change.queue, settings.current.keepAwake);
        this.#history.note(change.jobs);
        // A failure to write the recent files is ignored.
        this.#updating ??= this.#updateRecents()
          .catch(() => undefined)
          .finally(() => {
            this.#updating = undefined;
          });
        break;
      case 'reordered':
        events.emit('jobs.reordered', null);
        break;
      case 'verdicts':
        this.#showChecks(change.path, change.verdicts);
        break;
      case 'batch-finished':
        ports.notifier?.batchFinished(change.summary);
        break;
      default:
        assertNever(change);
    }
  }

  /** Passes results of a verify job to every open document of that file. */
  #showChecks(path: string, batch: ChunkVerdicts): void {
    const { inspector } = this.#context;
    // When the thread exits, its documents are closed too, so that there is nothing to update.
    if (inspector.isRunning) inspector.call('checks', { path, batch }).catch(() => undefined);
  }

  /** Until all that ended have been added; what ends during a pause is added after it, or when the relay is closed. */
  async #updateRecents(): Promise<void> {
    const { signal } = this.#closing;
    while (await this.#history.addEnded()) {
      await emitRecents(this.#context);
      await setTimeout(RECENTS_EVERY_MS, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }
}

/** Reports the queue's progress to the notifier, and whether the machine must stay awake; only changes. */
class QueueNotices {
  readonly #notifier: Notifier;
  #isAwake = false;
  #lastProgress = '';

  constructor(notifier: Notifier) {
    this.#notifier = notifier;
  }

  /** `mayKeepAwake` is the user's setting. */
  update({ totals, paused }: Omit<QueueView, 'jobs'>, mayKeepAwake: boolean): void {
    const isBusy = totals.running > 0;
    const fraction = isBusy || totals.paused > 0 ? totals.fraction : undefined;
    const state = totals.attention > 0 ? 'error' : paused || !isBusy ? 'paused' : 'normal';
    this.#keepAwake(mayKeepAwake && isBusy && !paused);
    const progress = `${state} ${fraction?.toFixed(3)}`;
    if (progress === this.#lastProgress) return;
    this.#lastProgress = progress;
    this.#notifier.progress(fraction, state);
  }

  end(): void {
    this.#keepAwake(false);
    this.#notifier.progress(undefined, 'normal');
  }

  #keepAwake(on: boolean): void {
    if (on === this.#isAwake) return;
    this.#isAwake = on;
    this.#notifier.keepAwake(on);
  }
}
