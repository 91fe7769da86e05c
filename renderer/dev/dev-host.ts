import type { CallName, RequestOf, ResponseOf } from '../../shared/contract/calls.js';
import type { EventMessage } from '../../shared/contract/events.js';
import type { FileId } from '../../shared/contract/files.js';
import type { JobView, QueueView } from '../../shared/contract/jobs.js';
import type { Result } from '../../shared/contract/result.js';
import { defaultSettings, type Settings, settings as settingsSchema } from '../../shared/contract/settings.js';
import type { MemoryHost } from '../data/memory-transport.js';
import { Listeners } from '../data/store/store.js';
import { sampleCompare } from './sample-compare.js';
import { sampleFiles, sampleRecents } from './sample-files.js';
import { sampleDetails, sampleJobs, sumJobs } from './sample-jobs.js';

/** Calls without sample data are refused, as by a host that does not know them. */
type Answers = { readonly [Name in CallName]?: (request: RequestOf<Name>) => ResponseOf<Name> };

/** Answers as a host, with sample data; does no work and reads no files. */
export class DevHost implements MemoryHost {
  #settings: Settings;
  #jobs: readonly JobView[];
  #recents;
  readonly #isWeb: boolean;
  readonly #collides: boolean;
  readonly #events = new Listeners<[EventMessage]>();

  constructor(options: URLSearchParams) {
    const theme = settingsSchema.shape.theme.safeParse(options.get('theme'));
    this.#settings = { ...defaultSettings, ...(theme.success && { theme: theme.data }) };
    this.#isWeb = options.has('web');
    this.#collides = options.has('collide');
    const empty = options.has('empty');
    this.#jobs = sampleJobs(empty ? 0 : Number(options.get('jobs') ?? 21));
    this.#recents = empty ? [] : sampleRecents(Date.now());
    if (options.has('live')) setInterval(() => this.#advance(), 50);
  }

  async dispatch(name: string, request: unknown): Promise<Result<unknown>> {
    // The window's client is typed: it sends only names and requests of the contract.
    const answer = this.#answers[name as CallName] as ((sent: unknown) => unknown) | undefined;
    if (!answer) return { ok: false, error: { kind: 'unknown-call', message: `There is no call ${name}.` } };
    return { ok: true, value: answer(request) };
  }

  readonly subscribe = this.#events.add;

  admit(): readonly FileId[] {
    return sampleFiles.map(({ id }) => id);
  }

  #emit(event: EventMessage): void {
    this.#events.notify(event);
  }

  #queue(): QueueView {
    return { jobs: this.#jobs, paused: false, totals: sumJobs(this.#jobs) };
  }

  /** A step of the running job. */
  #advance(): void {
    const jobs = this.#jobs
      .filter(({ state }) => state === 'running')
      .map((job) => ({ ...job, doneBytes: (job.doneBytes + 3e7) % job.sourceBytes, elapsedMs: job.elapsedMs + 50 }));
    this.#jobs = this.#jobs.map((job) => jobs.find(({ id }) => id === job.id) ?? job);
    const { jobs: _jobs, ...queue } = this.#queue();
    this.#emit({ name: 'jobs.changed', payload: { jobs, queue } });
  }

  readonly #answers: Answers = {
    ...sampleCompare((event) => this.#emit(event)),
    'app.info': () => ({
      version: '0.1.0',
      host: this.#isWeb ? 'web' : 'electron',
      platform: 'linux',
      cores: 8,
      machine: 'workstation',
      codecs: { blosclz: '2.5.1', lz4: '1.9.4', lz4hc: '1.9.4', snappy: '1.1.9', zlib: '1.2.13', zstd: '1.5.4' },
    }),
    'app.ping': () => null,
    'settings.get': () => this.#settings,
    'settings.set': (changes) => {
      this.#settings = settingsSchema.parse({ ...this.#settings, ...changes });
      return this.#settings;
    },
    'files.choose': () => this.admit(),
    'files.admit-address': () => ({ id: this.admit()[0] ?? '', name: 'run.blp' }),
    'files.describe': ({ ids }) => sampleFiles.filter(({ id }) => ids.includes(id)),
    'files.stop': () => null,
    'files.probe': () => ({
      sampleBytes: 2 ** 20,
      ratios: [
        { typesize: 1, ratio: 1.18 },
        { typesize: 2, ratio: 2.31 },
        { typesize: 4, ratio: 1.94 },
        { typesize: 8, ratio: 1.62 },
      ],
      best: 2,
      guesses: [
        { descr: '<u2', dtype: 'uint16', firstValues: ['1012', '1009', '1014', '1011', '1010'] },
        { descr: '<i2', dtype: 'int16', firstValues: ['1012', '1009', '1014', '1011', '1010'] },
        { descr: '|u1', dtype: 'uint8', firstValues: ['244', '3', '241', '3', '246'] },
      ],
    }),
    'files.preview': ({ count }) => ({ values: Array.from({ length: count }, (_, index) => `${1012 - (index % 5)}`) }),
    'files.browse': () => ({
      id: 'd-root',
      name: 'data',
      trail: [{ id: 'd-root', name: 'data' }],
      entries: sampleFiles.map(({ id, name, sizeBytes, modifiedMs }) => ({
        id,
        name,
        isFolder: false,
        sizeBytes,
        modifiedMs,
      })),
      leftOut: 0,
    }),
    'files.make-folder': () => ({ id: 'd-root' }),
    'files.reveal': () => null,
    'files.sample': () => this.admit(),
    'recents.list': () => this.#recents,
    'recents.pin': () => null,
    'recents.remove': ({ id }) => {
      this.#recents = this.#recents.filter((recent) => recent.id !== id);
      this.#emit({ name: 'recents.changed', payload: { recents: this.#recents } });
      return null;
    },
    'recents.clear': () => {
      this.#recents = this.#recents.filter(({ pinned }) => pinned);
      this.#emit({ name: 'recents.changed', payload: { recents: this.#recents } });
      return null;
    },
    'batch.plan': ({ items }) => ({
      outputs: items.map(({ id }, item) => {
        const file = sampleFiles.find((candidate) => candidate.id === id);
        return {
          item,
          name: `${file?.name}.blp`,
          folder: file?.folder ?? '~',
          sourceBytes: file?.sizeBytes ?? 0,
          ...(this.#collides && { existing: { sizeBytes: 1_204_311_102, modifiedMs: Date.now() - 86_400_000 } }),
        };
      }),
      leftOut: [],
      sourceBytes: 4_986_307_507,
      maxBytes: 6_023_691_468,
      freeBytes: 214 * 2 ** 30,
      estimatedMs: 6000,
      obstacles: [],
      warnings: [],
    }),
    'batch.estimate': ({ sources, options }) =>
      sources.map((_source, source) => ({
        source,
        plainBytes: 800_000_000,
        storedBytes: options.codec === 'zstd' ? 210_000_000 : 330_000_000 - 9_000_000 * options.clevel,
        sampledBytes: 4_000_000,
      })),
    'batch.start': () => ({ batchId: 'b-1' }),
    'jobs.list': () => this.#queue(),
    'jobs.details': ({ id }) => sampleDetails(this.#jobs.find((job) => job.id === id) ?? (this.#jobs[0] as JobView)),
    'jobs.control': () => null,
    'jobs.move': () => null,
    'jobs.control-all': () => null,
    'jobs.interrupted': () => null,
    'jobs.export': () => ({ text: 'input,output\n' }),
  };
}
