import type { QueueView } from '../../../shared/contract/jobs.js';
import type { Notifier } from '../host-ports.js';

/** Reports the queue's progress to the notifier, and whether the machine must stay awake; only changes. */
export class QueueNotices {
  readonly #notifier: Notifier;
  #isAwake = false;
  #lastProgress = '';

  constructor(notifier: Notifier) {
    this.#notifier = notifier;
  }

  /** `mayKeepAwake` is the user's setting. */
  update({ totals, paused }: Omit<QueueView, 'jobs'>, mayKeepAwake: boolean): void {
    const isBusy = totals.running > 0;
    const fraction = isBusy ? Math.min(1, totals.doneBytes / Math.max(1, totals.sourceBytes)) : undefined;
    const state = totals.attention > 0 ? 'error' : paused ? 'paused' : 'normal';
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
