import { readFile, rename, rm } from 'node:fs/promises';
import { z } from 'zod';
import type { ContractError } from '../../../shared/contract/result.js';
import { codeOf, toIoError } from '../../engine/io/io-error.js';
import { writePrivateFile } from '../../engine/io/private-file.js';
import { withRoots } from '../../engine/io/roots.js';
import { jobSpec } from './job-spec.js';
import { findStrayParts, removeStrayParts } from './stray-parts.js';

const milliseconds = z.number().min(0);

/** A stored job: its specification and, when it has ended, its result. Unfinished jobs start again. */
const storedJob = z.object({
  id: z.string().min(1),
  batchId: z.string().min(1),
  spec: jobSpec,
  state: z.enum(['waiting', 'done', 'failed', 'cancelled', 'skipped']),
  held: z.boolean().optional(),
  note: z.string().optional(),
  grew: z.boolean().optional(),
  // Written by this program from the same type; of kinds of a later version only the message is used.
  error: z
    .looseObject({ kind: z.string(), message: z.string() })
    .transform((error) => error as ContractError)
    .optional(),
  result: z
    .object({
      plainBytes: z.number(),
      outputBytes: z.number(),
      chunks: z.number(),
      verdict: z.enum(['not checked', 'verified', 'identical to the source']),
    })
    .optional(),
  checked: z.object({ match: z.number(), mismatch: z.number(), unreadable: z.number() }).optional(),
  stepsMs: z
    .object({
      preparing: milliseconds.optional(),
      working: milliseconds.optional(),
      finalising: milliseconds.optional(),
      verifying: milliseconds.optional(),
      publishing: milliseconds.optional(),
    })
    .optional(),
});
export type StoredJob = z.infer<typeof storedJob>;

const storedQueue = z.object({ version: z.literal(1), jobs: z.array(storedJob) });

/** Printing the queue blocks its thread; it may take about this share of the time, however long the queue is. */
const PRINTING_SHARE = 1 / 20;
const MIN_PAUSE_MS = 250;

/** The stored queue: replaced atomically, a short time after each change. */
export class QueueFile {
  readonly #path: string;
  readonly #jobs: () => readonly StoredJob[];
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  #pauseMs = MIN_PAUSE_MS;

  /** Queue files of servers that have ended: read with the own file, and deleted once that contains their jobs. */
  #inherited: readonly string[];

  /** `jobs` is called for each write. */
  constructor([path, ...inherited]: readonly [string, ...string[]], jobs: () => readonly StoredJob[]) {
    this.#path = path;
    this.#inherited = inherited;
    this.#jobs = jobs;
  }

  /** Returns all jobs of earlier runs, without duplicates, and deletes partial files of killed writers. */
  async readAll(): Promise<readonly StoredJob[]> {
    const paths = [this.#path, ...this.#inherited];
    await withRoots(undefined, async () => removeStrayParts(await findStrayParts(paths)));
    const jobs = (await Promise.all(paths.map(QueueFile.#read))).flat();
    return [...new Map(jobs.map((job) => [job.id, job])).values()];
  }

  /** None without a file. An invalid file is renamed to `<name>.damaged`. */
  static async #read(this: void, path: string): Promise<readonly StoredJob[]> {
    const text = await readFile(path, 'utf8').catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw toIoError(error, 'read', { file: path });
    });
    if (text === undefined) return [];
    try {
      return storedQueue.parse(JSON.parse(text)).jobs;
    } catch {
      await rename(path, `${path}.damaged`);
      return [];
    }
  }

  /** Writes soon, with all changes until then. */
  changed(): void {
    this.#timer ??= setTimeout(() => void this.#write().catch(() => undefined), this.#pauseMs);
  }

  /** Writes now. Throws IoError on failure; the old content then stays. */
  async flush(): Promise<void> {
    await this.#write();
  }

  #write(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing = this.#writing.catch(() => undefined).then(() => this.#replace());
    return this.#writing;
  }

  async #replace(): Promise<void> {
    const startMs = performance.now();
    const bytes = new TextEncoder().encode(JSON.stringify({ version: 1, jobs: this.#jobs() }));
    this.#pauseMs = Math.max(MIN_PAUSE_MS, (performance.now() - startMs) / PRINTING_SHARE);
    await writePrivateFile(this.#path, bytes);
    const inherited = this.#inherited;
    this.#inherited = [];
    await Promise.all(inherited.map((file) => rm(file, { force: true })));
  }
}
