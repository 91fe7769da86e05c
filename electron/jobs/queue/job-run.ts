import { CancelledError } from '../../../shared/format/errors.js';
import type { OperationOptions, Progress } from '../../engine/operation.js';
import type { ChunkVerdicts, FromWorker, SourceFacts, WorkProgress } from '../run/messages.js';
import { ProgressReporter } from '../run/progress-reporter.js';
import { isHeld, mayGoOn } from './control-word.js';
import type { JobSpec } from './job-spec.js';
import type { WorkerStep } from './job-state.js';

/** What a run needs of the thread that it runs in. */
export interface RunPorts {
  readonly nthreads: number;
  readonly control: Int32Array<SharedArrayBuffer>;
  readonly tell: (message: FromWorker) => void;
}

/** One job under way in a worker: what it tells, and where it stands still or ends when told to. */
export class JobRun {
  readonly spec: JobSpec;
  readonly #ports: RunPorts;
  readonly #reporter: ProgressReporter;
  readonly #abort = new AbortController();

  constructor(spec: JobSpec, ports: RunPorts) {
    this.spec = spec;
    this.#ports = ports;
    this.#reporter = new ProgressReporter((progress) => ports.tell({ kind: 'progress', progress }));
  }

  /** Begins a step, unless the job is cancelled; sleeps before it while the job is paused. Throws CancelledError. */
  begin(step: WorkerStep): void {
    this.#reporter.nextStep();
    this.#obey();
    if (this.#abort.signal.aborted) throw new CancelledError();
    this.#ports.tell({ kind: 'step', step });
  }

  prepared(source: SourceFacts): void {
    this.#ports.tell({ kind: 'prepared', source });
  }

  log(text: string): void {
    this.#ports.tell({ kind: 'log', text });
  }

  checked(verdicts: ChunkVerdicts): void {
    this.#ports.tell({ kind: 'verdicts', verdicts });
  }

  /** Options for the engine; `progressOf` turns what it tells after each chunk into progress of the step. */
  operation(progressOf: (engine: Progress) => WorkProgress): OperationOptions {
    return {
      nthreads: this.#ports.nthreads,
      signal: this.#abort.signal,
      onProgress: (engine) => {
        this.#reporter.update(progressOf(engine));
        this.#obey();
      },
    } satisfies OperationOptions;
  }

  end(): void {
    this.#reporter.nextStep();
  }

  #obey(): void {
    if (isHeld(this.#ports.control)) this.#reporter.flush();
    if (!mayGoOn(this.#ports.control)) this.#abort.abort();
  }
}
