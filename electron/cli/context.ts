import { availableParallelism } from 'node:os';
import { setMetadataLimit } from '../engine/container/metadata-limit.js';
import { setAddressOpener } from '../engine/io/address-opener.js';
import type { OutputOptions } from '../engine/io/atomic-file.js';
import { type OperationOptions, throwIfCancelled } from '../engine/operation.js';
import type { Interrupts } from './interrupts.js';
import { fileSizeBytes } from './paths.js';
import { ProgressBar } from './progress-bar.js';
import { addressOpener } from './remote-files.js';
import { Reporter, type Verbosity } from './reporter.js';
import { errorTerminal } from './standard-output.js';

/** The options that stand before or after any subcommand. */
export interface GlobalOptions {
  readonly quiet?: true;
  readonly verbose?: true;
  readonly debug?: true;
  readonly force?: true;
  /** False for `--no-preserve`. */
  readonly preserve?: boolean;
  /** Wait while another process is changing the container. */
  readonly wait?: true;
  readonly nthreads?: number;
  readonly maxBlockSize?: number;
  readonly version?: true;
  readonly maxMetadata?: number;
}

/** A command's work. Returns the exit status when it is not 0. */
export type CommandWork = (context: CommandContext) => Promise<number> | Promise<void>;

/** Runs a command's work and handles signals, failures and the exit status. */
export type RunCommand = (work: CommandWork) => Promise<void>;

/** Of `--nthreads`. */
export const MAX_THREADS = 256;

/** The options, signal and messages of a running command. */
export class CommandContext {
  readonly report: Reporter;
  /** Replace existing outputs. */
  readonly force: boolean;
  /** Whether outputs keep owner, mode and times of their sources. */
  readonly #preserve: boolean;
  readonly #waits: boolean;
  readonly nthreads: number;
  /** Limits for everything that decompresses. */
  readonly limits: Pick<OperationOptions, 'maxBlockBytes'>;
  readonly signal: AbortSignal;
  /** The file that an error message names when the error itself names none. */
  currentFile: string | undefined;
  /** Whether an output has already got its name, so that a cancellation cannot say "nothing was written". */
  published = false;

  constructor(options: GlobalOptions, interrupts: Interrupts) {
    this.report = new Reporter(verbosityOf(options));
    this.force = options.force ?? false;
    this.#preserve = options.preserve ?? true;
    this.#waits = options.wait ?? false;
    this.nthreads = options.nthreads ?? Math.min(availableParallelism(), MAX_THREADS);
    this.limits = options.maxBlockSize === undefined ? {} : { maxBlockBytes: options.maxBlockSize };
    this.signal = interrupts.signal;
    setAddressOpener(addressOpener(interrupts.signal));
    if (options.maxMetadata !== undefined) setMetadataLimit(options.maxMetadata);
    // Read once, when libuv's pool starts: blocks of large chunks are decompressed in it. Runs of chunks have threads of their
    // own, and only wait in it.
    process.env.UV_THREADPOOL_SIZE = String(this.nthreads);
  }

  /** For an output that holds the data of these files in another form: it keeps what `--no-preserve` does not forbid. */
  outputOf(...inputs: readonly string[]): OutputOptions {
    return this.#outputOptions(inputs, this.#preserve);
  }

  /** For an output with information about these files: only users who may read them may read it. */
  reportOn(...inputs: readonly string[]): OutputOptions {
    return this.#outputOptions(inputs, false);
  }

  #outputOptions(inputs: readonly string[], isKept: boolean): OutputOptions {
    // Modes and times of pipes and devices say nothing about data.
    const paths = inputs.filter((input) => fileSizeBytes(input) !== undefined);
    return { overwrite: this.force, from: { paths, times: isKept, access: isKept } };
  }

  /** Runs long work with threads, cancellation and a progress bar that is removed when this settles. */
  async track<T>(work: (options: OperationOptions) => Promise<T>): Promise<T> {
    const bar = new ProgressBar(this.report.isQuiet ? undefined : errorTerminal());
    try {
      throwIfCancelled(this.signal);
      return await work({
        ...this.limits,
        nthreads: this.nthreads,
        signal: this.signal,
        ...(this.#waits && { onLocked: ({ message }) => this.report.notice(`waiting: ${message}`) }),
        onProgress: (progress) => bar.update(progress),
      });
    } finally {
      bar.clear();
    }
  }
}

function verbosityOf({ quiet, verbose, debug }: GlobalOptions): Verbosity {
  if (quiet) return 'quiet';
  return debug ? 'debug' : verbose ? 'verbose' : 'normal';
}
