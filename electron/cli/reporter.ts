import { WARNING_NAME } from '../engine/io/warning.js';
import { printable } from './printable.js';

export type Verbosity = 'normal' | 'verbose' | 'debug';

const RANKS = { normal: 0, verbose: 1, debug: 2 } satisfies Record<Verbosity, number>;

/** Prints messages as the reference does: with the prefix `blpk: `, on standard output, and errors on standard error. */
export class Reporter {
  readonly #verbosity: Verbosity;
  #stream: NodeJS.WritableStream = process.stdout;

  constructor(verbosity: Verbosity) {
    this.#verbosity = verbosity;
  }

  /** From now on standard output is for data, and messages are printed on standard error. */
  leaveStdoutToData(): void {
    this.#stream = process.stderr;
  }

  get stdoutHasData(): boolean {
    return this.#stream === process.stderr;
  }

  normal(message: string): void {
    print(this.#stream, message);
  }

  verbose(message: string): void {
    if (this.#shows('verbose')) print(this.#stream, message);
  }

  get showsDebug(): boolean {
    return this.#shows('debug');
  }

  debug(message: string): void {
    if (this.showsDebug) print(this.#stream, message);
  }

  /** A warning, after which the command continues. Printed on standard error, so that it never mixes with data or JSON. */
  notice(message: string): void {
    print(process.stderr, message);
  }

  error(message: string): void {
    print(process.stderr, message, 'blpk: error: ');
  }

  /** The stack, for `--debug` only. */
  trace(error: unknown): void {
    if (this.#shows('debug') && error instanceof Error) print(process.stderr, inspected(error), 'blpk: debug: ');
  }

  #shows(verbosity: Verbosity): boolean {
    return RANKS[this.#verbosity] >= RANKS[verbosity];
  }
}

function inspected(error: Error): string {
  const cause = error.cause instanceof Error ? `\ncaused by: ${inspected(error.cause)}` : '';
  return `${error.stack ?? error.message}${cause}`;
}

function print(stream: NodeJS.WritableStream, message: string, prefix = 'blpk: '): void {
  stream.write(
    message
      .split('\n')
      .map((line) => `${prefix}${printable(line)}\n`)
      .join(''),
  );
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
