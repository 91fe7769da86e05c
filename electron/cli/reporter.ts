import { WARNING_NAME } from '../engine/io/warning.js';
import { printable } from './printable.js';
import { printError, printMessage, printResult } from './standard-output.js';

export type Verbosity = 'quiet' | 'normal' | 'verbose' | 'debug';

const RANKS = { quiet: -1, normal: 0, verbose: 1, debug: 2 } satisfies Record<Verbosity, number>;

/** Prints messages as the reference does: with the prefix `blpk: `, on standard output, and errors on standard error. */
export class Reporter {
  readonly #verbosity: Verbosity;
  #print: (text: string) => void = printMessage;

  constructor(verbosity: Verbosity) {
    this.#verbosity = verbosity;
  }

  /** From now on standard output is for data, and messages are printed on standard error. */
  leaveStdoutToData(): void {
    this.#print = printError;
  }

  get stdoutHasData(): boolean {
    return this.#print === printError;
  }

  /** Prints the result of the command, as text for people. */
  result(message: string): void {
    if (this.stdoutHasData) printError(prefixed(message));
    else printResult(prefixed(message));
  }

  normal(message: string): void {
    if (!this.isQuiet) this.#print(prefixed(message));
  }

  verbose(message: string): void {
    if (this.#shows('verbose')) this.normal(message);
  }

  /** Whether only results and errors are printed. */
  get isQuiet(): boolean {
    return this.#verbosity === 'quiet';
  }

  get showsDebug(): boolean {
    return this.#shows('debug');
  }

  debug(message: string): void {
    if (this.showsDebug) this.normal(message);
  }

  /** A warning, after which the command continues. Printed on standard error, so that it never mixes with data or JSON. */
  notice(message: string): void {
    if (!this.isQuiet) printError(prefixed(message));
  }

  error(message: string): void {
    printError(prefixed(message, 'blpk: error: '));
  }

  /** The stack, for `--debug` only. */
  trace(error: unknown): void {
    if (this.#shows('debug') && error instanceof Error) printError(prefixed(inspected(error), 'blpk: debug: '));
  }

  #shows(verbosity: Verbosity): boolean {
    return RANKS[this.#verbosity] >= RANKS[verbosity];
  }
}

function inspected(error: Error): string {
  const cause = error.cause instanceof Error ? `\ncaused by: ${inspected(error.cause)}` : '';
  return `${error.stack ?? error.message}${cause}`;
}

function prefixed(message: string, prefix = 'blpk: '): string {
  const lines = message.split('\n').map((line) => `${prefix}${printable(line)}\n`);
  return lines.join('');
}

/** Prints the engine's warnings as messages of the command, each once; Node's own warnings are printed as usual. */
export function showWarnings(): void {
  const others = process.listeners('warning');
  const shown = new Set<string>();
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    if (warning.name !== WARNING_NAME) {
      for (const listener of others) listener(warning);
    } else if (!shown.has(warning.message)) {
      shown.add(warning.message);
      new Reporter('normal').notice(`warning: ${warning.message}`);
    }
  });
}
