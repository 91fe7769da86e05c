import { CancelledError } from '../../../shared/format/errors.js';
import type { OperationOptions, Progress } from '../../engine/operation.js';
import type { ChunkVerdicts, JobReport, SourceFacts, WorkOrder, WorkProgress } from '../run/job-service.js';
import { ProgressReporter } from '../run/progress-reporter.js';
import { isHeld, shouldContinue } from './control-word.js';
import type { JobSpec } from './job-spec.js';
import type { WorkerStep } from './job-state.js';

/** What the thread provides to a run. */
export interface RunPorts extends Pick<WorkOrder, 'address' | 'privateAddresses'> {
  readonly nthreads: number;
  readonly control: Int32Array<SharedArrayBuffer>;
  readonly report: (report: JobReport) => void;
}

/** One running job in a worker: reports its progress, and pauses or stops between chunks as the control word says. */
export class JobRun {
  readonly spec: JobSpec;
  readonly #ports: RunPorts;
  readonly #reporter: ProgressReporter;
  readonly #abort = new AbortController();

  constructor(spec: JobSpec, ports: RunPorts) {
    this.spec = spec;
    this.#ports = ports;
    this.#reporter = new ProgressReporter((progress) => ports.report({ kind: 'progress', progress }));
  }

  /** Starts a step; first sleeps while the job is paused. Throws CancelledError if the job was cancelled. */
  begin(step: WorkerStep): void {
    this.#reporter.nextStep();
    this.applyControl();
    if (this.#abort.signal.aborted) throw new CancelledError();
    this.#ports.report({ kind: 'step', step });
  }

  /** Of a source on a server, with its secrets; undefined where it is not known. */
  get address(): string | undefined {
    return this.#ports.address;
  }

  get allowsPrivateAddresses(): boolean {
    return this.#ports.privateAddresses ?? false;
  }

  /** Aborted when the job is cancelled. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  get isCancelled(): boolean {
    return this.#abort.signal.aborted;
  }

  prepared(source: SourceFacts): void {
    this.#ports.report({ kind: 'prepared', source });
  }

  log(text: string): void {
    this.#ports.report({ kind: 'log', text });
  }

  checked(verdicts: ChunkVerdicts): void {
    this.#ports.report({ kind: 'verdicts', verdicts });
  }

  /** Options for the engine; `progressOf` turns the engine's progress after each chunk into that of the step. */
  operation(progressOf: (engine: Progress) => WorkProgress): OperationOptions {
    return {
      nthreads: this.#ports.nthreads,
      signal: this.#abort.signal,
      onProgress: (engine) => {
        this.#reporter.update(progressOf(engine));
        this.applyControl();
      },
    } satisfies OperationOptions;
  }

  end(): void {
    this.#reporter.nextStep();
  }

  /** Sleeps while the job is paused, and aborts it when it was cancelled. */
  applyControl(): void {
    if (isHeld(this.#ports.control)) this.#reporter.flush();
    if (!shouldContinue(this.#ports.control)) this.#abort.abort();
  }
}
