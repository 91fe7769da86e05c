import { readdir, readFile, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Run } from '../../../shared/compare/result.js';
import { parseRun } from '../../../shared/compare/saved-run.js';
import type { RunId, RunSummary } from '../../../shared/contract/compare.js';
import { refusal } from '../../../shared/errors/contract-error.js';
import { withIoErrors } from '../../engine/io/io-error.js';
import { writePrivateFile } from '../../engine/io/private-file.js';

/** Ids are made by this program; other names are not files of the store. */
const ID = /^[A-Za-z0-9-]{1,64}$/;
const SUFFIX = '.json';

/** Stored comparisons with every repeat, each in a JSON file `runs/<id>.json` in the data folder. */
export class RunStore {
  readonly #folder: string;
  #summaries: Promise<Map<RunId, RunSummary>> | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The newest first. */
  async list(): Promise<readonly RunSummary[]> {
    const summaries = [...(await this.#known()).values()];
    return summaries.sort((a, b) => b.startedIso.localeCompare(a.startedIso));
  }

  /** Throws CallError('gone') when it was removed, and the errors of `parseRun` when its file was changed. */
  async run(id: RunId): Promise<Run> {
    const text = await readFile(this.#path(id), 'utf8').catch(() => undefined);
    if (text === undefined) throw refusal('gone', 'This comparison no longer exists.');
    return parseRun(text);
  }

  /** IoError when it cannot be written. */
  async save(run: Run): Promise<RunSummary> {
    await writePrivateFile(this.#path(run.id), `${JSON.stringify(run, null, 2)}\n`);
    const summary = summaryOf(run);
    (await this.#known()).set(run.id, summary);
    return summary;
  }

  async rename(id: RunId, name: string): Promise<void> {
    await this.save({ ...(await this.run(id)), name });
  }

  async remove(id: RunId): Promise<void> {
    const path = this.#path(id);
    await withIoErrors('write', path, () => rm(path, { force: true }));
    (await this.#known()).delete(id);
  }

  #known(): Promise<Map<RunId, RunSummary>> {
    this.#summaries ??= this.#readAll();
    return this.#summaries;
  }

  async #readAll(): Promise<Map<RunId, RunSummary>> {
    const names = await readdir(this.#folder).catch(() => []);
    const summaries = new Map<RunId, RunSummary>();
    for (const name of names) {
      const id = name.slice(0, -SUFFIX.length);
      if (!name.endsWith(SUFFIX) || !ID.test(id)) continue;
      // A file that was changed to something invalid is kept but not listed.
      const run = await this.run(id).catch(() => undefined);
      if (run) summaries.set(id, summaryOf({ ...run, id }));
    }
    return summaries;
  }

  #path(id: RunId): string {
    if (!ID.test(id)) throw refusal('gone', 'There is no such comparison.');
    return join(this.#folder, `${id}${SUFFIX}`);
  }
}

/** The summary of a run for the list. */
export function summaryOf({ id, name, startedIso, environment, data, results }: Run): RunSummary {
  const { name: dataName, dtype, plainBytes } = data;
  return {
    id,
    name,
    startedIso,
    host: environment.host,
    isForeign: environment.host !== hostname(),
    data: { name: dataName, plainBytes, ...(dtype !== undefined && { dtype }) },
    settings: results.length,
  };
}
