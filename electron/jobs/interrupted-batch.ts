import { stat } from 'node:fs/promises';
import type { QueueView } from '../../shared/contract/jobs.js';
import type { JobList } from './job-list.js';
import type { JobRecord } from './job-record.js';
import { findStrayParts, removeStrayParts } from './stray-parts.js';

/** What an earlier run of the program left unfinished, until the user says whether it is still wanted. */
export class InterruptedBatch {
  readonly #list: JobList;
  #parts: readonly string[] = [];

  constructor(list: JobList) {
    this.#list = list;
  }

  /** Looks for what a killed program left beside the outputs. */
  async lookForParts(): Promise<void> {
    this.#parts = await findStrayParts(this.#jobs().map((job) => job.spec.targetPath));
  }

  view(): QueueView['interrupted'] {
    const jobs = this.#jobs();
    if (jobs.length === 0) return undefined;
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
      await skipIfPublished(job);
      job.isInterrupted = false;
    }
  }

  #jobs(): readonly JobRecord[] {
    return this.#list.all.filter((job) => job.isInterrupted);
  }
}

/** The program may have been killed between an output's rename and the note of it. Outputs are whole or not there at all. */
async function skipIfPublished(job: JobRecord): Promise<void> {
  if (job.spec.overwrite || !(await stat(job.spec.targetPath).catch(() => undefined))) return;
  if (job.move('skip', Date.now())) job.note = 'The output is there already';
}
