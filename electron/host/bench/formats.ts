import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type {
  CompareFacts,
  FormatResult,
  FormatsProgress,
  FormatsRequest,
  RunId,
  TalkPage,
} from '../../../shared/contract/compare.js';
import { isCancellation, refusal, toContractError } from '../../../shared/errors/contract-error.js';
import { CODECS } from '../../../shared/format/codecs.js';
import { machineFacts } from '../../bench/codecs/environment.js';
import { DATA_SET_SIZES, DATA_SETS, type DataSetSize, dataSetByName } from '../../bench/datasets/data-sets.js';
import { listContenders, runContenders } from '../../bench/formats/run-contenders.js';
import { publishedRows, publishedScores } from '../../bench/formats/talk-2014/published.js';
import {
  type ArrayFacts,
  entryName,
  type FormatEvent,
  type FormatPlan,
  type FormatReport,
  type FormatRow,
  type PublishedRow,
  type Subject,
} from '../../bench/formats/types.js';
import { withIoErrors } from '../../engine/io/io-error.js';
import { makeFolder } from '../../engine/io/roots.js';
import { codecVersions } from '../../engine/native-library.js';
import type { WorkerFiles } from '../../threads/start-thread.js';
import type { EventHub } from '../events/event-hub.js';
import type { FileRegistry } from '../files/file-registry.js';
import type { JsonFile } from '../stores/json-file.js';

const SIZE_NAMES = ['small', 'mid', 'large'] as const satisfies readonly DataSetSize[];

export interface FormatsPorts {
  /** Of the bundle dist/contenders.cjs. */
  readonly worker: WorkerFiles;
  /** The default folder for the files. */
  readonly scratchFolder: string;
  /** The last run of the matrix of 2014. */
  readonly talkFile: JsonFile<FormatReport>;
  readonly registry: FileRegistry;
  readonly events: EventHub;
  readonly cores: number;
}

/** Whole formats, measured end to end on disk: one run at a time. */
export class Formats {
  readonly #ports: FormatsPorts;
  #running: { readonly run: RunId; readonly stop: AbortController; readonly ended: Promise<void> } | undefined;
  #facts: Promise<CompareFacts> | undefined;

  constructor(ports: FormatsPorts) {
    this.#ports = ports;
  }

  facts(): Promise<CompareFacts> {
    this.#facts ??= this.#readFacts();
    return this.#facts;
  }

  start(request: FormatsRequest): RunId {
    if (this.#running) {
      throw refusal('argument', 'Formats are being measured already.', 'Wait for it, or stop it.');
    }
    const run = randomUUID();
    const stop = new AbortController();
    const plan = this.#planOf(request);
    const { folder } = request;
    const place = folder === undefined ? this.#ports.scratchFolder : this.#ports.registry.path(folder);
    this.#running = { run, stop, ended: this.#carryOut(run, plan, place, stop.signal) };
    return run;
  }

  stop(run: RunId): void {
    if (this.#running?.run === run) this.#running.stop.abort();
  }

  async talk(): Promise<TalkPage> {
    const report = await this.#ports.talkFile.read();
    const [withRatio, withoutRatio] = [publishedScores(true), publishedScores(false)];
    const own = (list: 'withRatio' | 'withoutRatio', name: string): number | undefined =>
      report?.talk2014?.[list].find(({ entry }) => publishedName(entry, report) === name)?.score;
    const names = [...new Set([...withRatio.keys(), ...withoutRatio.keys()])];
    return {
      published: publishedRows().map(publishedResult),
      measured: report ? report.rows.map((row) => resultOf(row, report.arrays[row.arrayIndex], report)) : [],
      scores: names.map((contender) => ({
        contender,
        ...optional('publishedWithRatio', withRatio.get(contender)),
        ...optional('publishedWithoutRatio', withoutRatio.get(contender)),
        ...optional('measuredWithRatio', own('withRatio', contender)),
        ...optional('measuredWithoutRatio', own('withoutRatio', contender)),
      })),
      method:
        'Each array is written, synced and closed, read back warm and, where the cache can be dropped, cold. In every ' +
        'contest (size, storage, data set) and for every measure the formats get points for their rank, the best the most.',
    };
  }

  async close(): Promise<void> {
    this.#running?.stop.abort();
    await this.#running?.ended;
  }

  #planOf({ source, contenders, levels, repeats }: FormatsRequest): FormatPlan {
    return {
      subjects: this.#subjectsOf(source),
      repeats,
      layout: source.kind === 'talk-2014' ? 'talk-2014' : 'default',
      nthreads: this.#ports.cores,
      ...(contenders.length > 0 && { contenders }),
      ...(levels.length > 0 && { levels }),
    };
  }

  #subjectsOf(source: FormatsRequest['source']): readonly Subject[] {
    if (source.kind === 'file') return [{ kind: 'file', path: this.#ports.registry.path(source.id) }];
    const [names, sizes] =
      source.kind === 'datasets' ? [source.names, source.sizes] : [DATA_SETS.map(({ name }) => name), SIZE_NAMES];
    return sizes.flatMap((size) =>
      names.map((name): Subject => ({ kind: 'data-set', name: dataSetByName(name).name, size })),
    );
  }

  /** Never rejects: the last progress has the outcome. */
  async #carryOut(run: RunId, plan: FormatPlan, folder: string, signal: AbortSignal): Promise<void> {
    const { worker, talkFile } = this.#ports;
    const reporter = new FormatsReporter(run, (progress) => this.#ports.events.emit('compare.formats', progress));
    try {
      await withIoErrors('write', folder, () => makeFolder(folder));
      const report = await runContenders({ plan, folder, ...worker }, (event) => reporter.onEvent(event), signal);
      if (plan.layout === 'talk-2014') await talkFile.write(report);
      this.#running = undefined;
      reporter.end('done');
    } catch (error) {
      this.#running = undefined;
      if (isCancellation(error)) reporter.end('stopped');
      else reporter.end('failed', toContractError(error));
    }
  }

  async #readFacts(): Promise<CompareFacts> {
    const { worker, cores } = this.#ports;
    const { codecs } = codecVersions();
    const contenders = await listContenders(worker, cores);
    return {
      machine: { host: hostname(), cpu: machineFacts().cpu },
      cores,
      missingCodecs: CODECS.filter(({ name }) => !Object.hasOwn(codecs, name)).map(({ name }) => ({
        codec: name,
        reason: `The Blosc of this machine was built without ${name}.`,
      })),
      datasets: DATA_SETS.map(({ name, dtype, recipe, code }) => ({
        name,
        title: name,
        dtype,
        recipe,
        code,
        sizes: SIZE_NAMES.map((size) => ({ name: size, plainBytes: DATA_SET_SIZES[size] })),
      })),
      contenders,
    };
  }
}

/** Turns the thread's events into progress. */
class FormatsReporter {
  readonly #run: RunId;
  readonly #report: (progress: FormatsProgress) => void;
  readonly #results: FormatResult[] = [];
  #done = 0;

  constructor(run: RunId, report: (progress: FormatsProgress) => void) {
    this.#run = run;
    this.#report = report;
  }

  onEvent(event: FormatEvent): void {
    if (event.kind === 'step') {
      this.#done = event.steps === 0 ? 0 : event.done / event.steps;
      this.#report(this.#progress('running', [], event.words));
    } else if (event.kind === 'row') {
      const result = resultOf(event.row, event.array);
      this.#results.push(result);
      this.#report(this.#progress('running', [result]));
    }
  }

  end(state: 'done' | 'stopped' | 'failed', error?: FormatsProgress['error']): void {
    if (state === 'done') this.#done = 1;
    this.#report({ ...this.#progress(state, this.#results), ...(error && { error }) });
  }

  #progress(state: FormatsProgress['state'], results: readonly FormatResult[], note?: string): FormatsProgress {
    return { run: this.#run, state, done: this.#done, results, ...(note !== undefined && { note }) };
  }
}

function resultOf(row: FormatRow, array: ArrayFacts | undefined, report?: FormatReport): FormatResult {
  const { contender, level } = row.entry;
  const name = report?.contenders.find(({ id }) => id === contender)?.published ?? contender;
  const facts = {
    contender: report ? name : contender,
    level,
    dataset: array?.name ?? '',
    plainBytes: array?.plainBytes ?? 0,
  };
  if (row.kind === 'failed') {
    return {
      ...facts,
      storedBytes: 0,
      ratio: 0,
      writeSeconds: [],
      readSeconds: [],
      verified: false,
      failed: row.reason,
    };
  }
  const { storedBytes, ratio, write, read, coldRead } = row;
  return {
    ...facts,
    storedBytes,
    ratio,
    writeSeconds: write.repeatsMs.map(toSeconds),
    readSeconds: read.repeatsMs.map(toSeconds),
    ...(coldRead && { coldReadSeconds: coldRead.repeatsMs.map(toSeconds) }),
    verified: true,
  };
}

function publishedResult(row: PublishedRow): FormatResult {
  const { size, storage, dataSet, codec, level, compressSeconds, decompressSeconds, coldSeconds, ratio } = row;
  const plainBytes = DATA_SET_SIZES[size];
  return {
    contender: codec,
    level,
    dataset: `${dataSet}, ${size}, ${storage}`,
    plainBytes,
    storedBytes: Math.round(plainBytes / ratio),
    ratio,
    writeSeconds: [compressSeconds],
    readSeconds: [decompressSeconds],
    coldReadSeconds: [coldSeconds],
    verified: true,
  };
}

/** `bloscpack_lz4_7`, as the ranking of 2014 names an entry. */
function publishedName(entry: { readonly contender: string; readonly level: number }, report: FormatReport): string {
  const published = report.contenders.find(({ id }) => id === entry.contender)?.published ?? entry.contender;
  return entryName({ contender: published, level: entry.level });
}

function optional<Key extends string>(key: Key, value: number | undefined): { readonly [K in Key]?: number } {
  // The compiler does not see that the computed name is a single key.
  return value === undefined ? {} : ({ [key]: value } as { readonly [K in Key]?: number });
}

function toSeconds(ms: number): number {
  return ms / 1000;
}
