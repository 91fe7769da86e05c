import { stat } from 'node:fs/promises';
import type { QueueView } from '../../../shared/contract/jobs.js';
import { mayBeAppended } from '../run/container-stamp.js';
import type { JobList } from './job-list.js';
import type { JobRecord } from './job-record.js';
import { type JobSpec, outputPathOf } from './job-spec.js';
import { findStrayParts, removeStrayParts } from './stray-parts.js';

/** Jobs that an earlier run of the program left unfinished, until the user continues or discards them. */
export class InterruptedBatch {
  readonly #list: JobList;
  #parts: readonly string[] = [];

  constructor(list: JobList) {
    this.#list = list;
  }

  /** Finds the partial files that a killed program left beside the outputs. */
  async lookForParts(): Promise<void> {
    this.#parts = await findStrayParts(this.#jobs().flatMap((job) => outputPathOf(job.spec) ?? []));
  }

  view(): QueueView['interrupted'] {
    if (this.#list.tally.interrupted === 0) return undefined;
    const jobs = this.#jobs();
    const batches = new Set(jobs.map((job) => job.batchId));
    const finished = this.#list.all.filter((job) => job.state === 'done' && batches.has(job.batchId)).length;
    return { finished, remaining: jobs.length, strayParts: this.#parts.length };
  }

  async answer(what: 'continue' | 'discard'): Promise<void> {
    const jobs = new Set(this.#jobs());
    await removeStrayParts(this.#parts);
    this.#parts = [];
    if (what === 'discard') {
      this.#list.remove((job) => jobs.has(job));
      return;
    }
    for (const job of jobs) {
      // What it said so far becomes the failure of the job.
      job.note = undefined;
      await skipIfPublished(job);
      job.isInterrupted = false;
    }
  }

  #jobs(): readonly JobRecord[] {
    return this.#list.all.filter((job) => job.isInterrupted);
  }
}

/** The program may have been killed after an output was renamed but before that was stored. Existing outputs are complete. */
async function skipIfPublished(job: JobRecord): Promise<void> {
  const note = await reasonToSkip(job.spec);
  if (note !== undefined && job.move('skip', Date.now())) job.note = note;
}

async function reasonToSkip(spec: JobSpec): Promise<string | undefined> {
  // Better not to append than to append the same data twice.
  if (spec.action === 'append') return (await mayBeAppended(spec)) ? APPENDED : undefined;
  const outputPath = outputPathOf(spec);
  if (outputPath === undefined || spec.overwrite) return undefined;
  return (await stat(outputPath).catch(() => undefined)) ? 'The output already exists' : undefined;
}

const APPENDED = 'The container has changed since this job was made; append again if the data are not in it';
