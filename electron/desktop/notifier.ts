import { type BrowserWindow, Notification, powerSaveBlocker } from 'electron';
import type { Notifier } from '../host/host-ports.js';
import { describeBatch } from './batch-text.js';
import type { LogFile } from './log-file.js';

/** For shorter batches no notification is shown: the user is probably still at the window. */
const LONG_BATCH_MS = 10_000;

export interface NotifierWindow {
  current(): BrowserWindow | undefined;
  show(): void;
}

/** Taskbar progress, notifications and keeping the machine awake. Their failures are logged and never fail a job. */
export function createNotifier(window: NotifierWindow, log: LogFile): Notifier {
  const keepAwake = new KeepAwake();
  // Without a reference the notification and its click handler would be garbage-collected.
  const shown = new Set<Notification>();
  const failed = new Set<string>();

  function attempt(what: string, act: () => void): void {
    try {
      act();
    } catch (error) {
      if (!failed.has(what)) log.write(`${what} does not work here`, error);
      failed.add(what);
    }
  }

  function notify(summary: Parameters<Notifier['batchFinished']>[0]): void {
    const isWatched = window.current()?.isFocused() ?? false;
    if (isWatched || summary.elapsedMs < LONG_BATCH_MS || !Notification.isSupported()) return;
    const notification = new Notification({ title: 'Batch finished', body: describeBatch(summary) });
    const forget = () => shown.delete(notification);
    notification.on('click', () => window.show());
    notification.on('close', forget);
    notification.on('failed', (_event, error) => log.write('notification failed', error));
    shown.add(notification);
    notification.show();
  }

  return {
    batchFinished: (summary) => attempt('notifying', () => notify(summary)),
    keepAwake: (on) => attempt('keeping the machine awake', () => keepAwake.set(on)),
    progress: (fraction, state) =>
      attempt('taskbar progress', () => {
        const mode = fraction === undefined ? 'none' : state;
        window.current()?.setProgressBar(fraction ?? -1, { mode });
      }),
  };
}

/** Keeps the machine from sleeping while jobs run; the screen may switch off. Repeated calls have no further effect. */
class KeepAwake {
  #blocker: number | undefined;

  set(on: boolean): void {
    if (on) this.#blocker ??= powerSaveBlocker.start('prevent-app-suspension');
    else this.#release();
  }

  #release(): void {
    if (this.#blocker !== undefined) powerSaveBlocker.stop(this.#blocker);
    this.#blocker = undefined;
  }
}
