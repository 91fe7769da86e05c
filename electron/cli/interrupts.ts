import { readdirSync, readlinkSync, unlinkSync } from 'node:fs';
import { PARTIAL_SUFFIX } from '../engine/io/partial-files.js';

/** Signals that stop the command, with its exit status: 128 plus the signal's number. */
const STOP_SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

type StopSignal = keyof typeof STOP_SIGNALS;

export interface Interrupts {
  /** Aborts at the first signal; the engine then removes partial outputs. */
  readonly signal: AbortSignal;
  /** The exit status after a signal; undefined when there was none. */
  readonly exitCode: number | undefined;
}

/** Turns the first Ctrl+C into a cancellation; a second one ends the process immediately. */
export function watchInterrupts(): Interrupts {
  const controller = new AbortController();
  let exitCode: number | undefined;
  const stop = (name: StopSignal): void => {
    if (controller.signal.aborted) {
      removeOwnPartials();
      process.exit(STOP_SIGNALS[name]);
    }
    exitCode = STOP_SIGNALS[name];
    controller.abort();
  };
  for (const name of Object.keys(STOP_SIGNALS) as StopSignal[]) process.on(name, stop); // the table's own keys
  return {
    signal: controller.signal,
    get exitCode() {
      return exitCode;
    },
  };
}

/** Deletes the partial outputs that this process has open. Only Linux lists them; elsewhere they are not deleted. */
function removeOwnPartials(): void {
  const descriptors = '/proc/self/fd';
  for (const name of attempt(() => readdirSync(descriptors)) ?? []) {
    const path = attempt(() => readlinkSync(`${descriptors}/${name}`));
    if (path?.endsWith(PARTIAL_SUFFIX)) attempt(() => unlinkSync(path));
  }
}

function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
