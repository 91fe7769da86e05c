import { availableParallelism } from 'node:os';
import { basename } from 'node:path';
import { errorTransport, internalError } from '../../../shared/errors/contract-error.js';
import { DEFAULT_CHUNK_SIZE } from '../../engine/pack/args.js';
import { ThreadPool } from '../../threads/thread-pool.js';
import type { JobReport, JobService, Outcome } from '../run/job-service.js';
import { createControlWord } from './control-word.js';
import { type JobQueuePorts, threadsOf } from './job-queue-ports.js';
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
    this.#pool = new ThreadPool<JobService>({
      name: 'worker',
      files: ports,
      errors: errorTransport,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    });
  }

  /**
   * Those of the waiting jobs, from the first on, that may start beside the active ones. A file with fewer chunks than threads leaves
   * the other threads to the next files, so that many small files keep all cores busy. Paused jobs sleep: others take their place.
   */
  *next(waiting: Iterable<JobRecord>, active: Iterable<JobRecord>): Generator<JobRecord, void, undefined> {
    const settings = this.#ports.settings();
    const nthreads = threadsOf(settings);
    const maxFiles = this.#ports.maxWorkers ?? availableParallelism();
    const working = awake([...active]);
    let files = working.length;
    let threads = Math.min(settings.filesAtOnce, maxFiles) * nthreads;
    for (const job of working) threads -= used(job, nthreads);
    for (const job of waiting) {
      threads -= used(job, nthreads);
      files++;
      if (threads < 0 || files > maxFiles) return;
      yield job;
    }
  }

  /**
   * Runs a job, whose control word is set before this returns. Never rejects: when the thread stops unexpectedly, the job has
   * failed, and its partial file is deleted here.
   */
  run(job: JobRecord, onReport: (report: JobReport) => void): Promise<Outcome> {
    const control = createControlWord();
    job.control = control;
    const { spec, address } = job;
    const privateAddresses = this.#ports.allowsPrivateAddresses ?? false;
    const order = {
      spec,
      nthreads: threadsOf(this.#ports.settings()),
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

/** Without those that sleep and whose place is free for others. */
function awake(active: readonly JobRecord[]): readonly JobRecord[] {
  const asleep = active.filter((job) => job.isHeld);
  return [...active.filter((job) => !job.isHeld), ...asleep.slice(MAX_ASLEEP)];
}

/** Of so many threads for a file, about as many as it has chunks; all where its size is not known. */
function used({ sourceBytes, spec }: JobRecord, nthreads: number): number {
  const { chunkSizeBytes = DEFAULT_CHUNK_SIZE } = spec.options ?? {};
  return sourceBytes > 0 ? Math.min(nthreads, Math.ceil(sourceBytes / chunkSizeBytes)) : nthreads;
}

async function afterCrash({ spec }: JobRecord, cause: Error): Promise<Outcome> {
  const outputPath = outputPathOf(spec);
  if (outputPath !== undefined) await removeStrayParts(await findStrayParts([outputPath]));
  const name = basename(spec.sourcePath);
  return { kind: 'failed', error: internalError(cause, `The worker thread stopped while it had '${name}'`) };
}
