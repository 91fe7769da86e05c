import { basename } from 'node:path';
import { errorTransport, internalError } from '../../../shared/errors/contract-error.js';
import { ThreadPool } from '../../threads/thread-pool.js';
import type { JobReport, JobService, Outcome } from '../run/job-service.js';
import { createControlWord } from './control-word.js';
import type { JobQueuePorts } from './job-queue-ports.js';
import type { JobRecord } from './job-record.js';
import { outputPathOf } from './job-spec.js';
import { findStrayParts, removeStrayParts } from './stray-parts.js';

/** Of a worker thread. Buffers are not counted; the heap holds little more than the positions of the chunks. */
const HEAP_MB = 1024;
/** Further paused jobs keep their place: each has a thread and its buffers. */
const MAX_ASLEEP = 8;

/** The threads that work on jobs, one job each. */
export class JobThreads {
  readonly #ports: JobQueuePorts;
  readonly #pool: ThreadPool<JobService>;

  constructor(ports: JobQueuePorts) {
    this.#ports = ports;
    this.#pool = new ThreadPool<JobService>(
      { name: 'worker', files: ports, errors: errorTransport, resourceLimits: { maxOldGenerationSizeMb: HEAP_MB } },
      ports.maxWorkers,
    );
  }

  /** How many more jobs may start. The threads of `asleep` paused jobs sleep: others take their place. */
  free(filesAtOnce: number, asleep: number): number {
    return this.#pool.freeThreads(filesAtOnce, Math.min(asleep, MAX_ASLEEP));
  }

  /**
   * Runs a job, whose control word is set before this returns. Never rejects: when the thread stops unexpectedly, the job has
   * failed, and its partial file is deleted here.
   */
  run(job: JobRecord, nthreads: number, onReport: (report: JobReport) => void): Promise<Outcome> {
    const control = createControlWord();
    job.control = control;
    const { spec, address } = job;
    const privateAddresses = this.#ports.allowsPrivateAddresses ?? false;
    const order = {
      spec,
      nthreads,
      control: control.buffer,
      privateAddresses,
      ...(address !== undefined && { address }),
    };
    return this.#pool.call('run', order, onReport).catch((cause: Error) => afterCrash(job, cause));
  }

  /** When it settles, the threads have ended. */
  end(): Promise<void> {
    return this.#pool.end();
  }
}

async function afterCrash({ spec }: JobRecord, cause: Error): Promise<Outcome> {
  const outputPath = outputPathOf(spec);
  if (outputPath !== undefined) await removeStrayParts(await findStrayParts([outputPath]));
  const name = basename(spec.sourcePath);
  return { kind: 'failed', error: internalError(cause, `The worker thread stopped while it had '${name}'`) };
}
