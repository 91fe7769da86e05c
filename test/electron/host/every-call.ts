import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { planPreset } from '../../../shared/compare/plan.js';
import type { CallName, RequestOf, ResponseOf } from '../../../shared/contract/calls.js';
import { comparePlan } from '../../../shared/contract/compare.js';
import type { EventName, Events } from '../../../shared/contract/events.js';
import type { ContractError } from '../../../shared/contract/result.js';
import { defaultSettings } from '../../../shared/contract/settings.js';
import { fixturePath } from '../../fixtures.js';
import { batchOf } from './batch-of.js';
import type { TestTransport } from './memory-transport.js';
import { ask, askInVain, nextEvent } from './typed-calls.js';

/** A host behind a transport. */
export interface ConformanceSubject {
  readonly transport: TestTransport;
  /** A folder below the roots, if the host has roots. */
  readonly folder: string;
  /** Whether it has roots and lists them, as the web host does. */
  readonly hasRoots: boolean;
}

/** Numbers 0 to 8314 as int64. */
const ARRAY = { fixture: 'arange_i8.npy', items: 8315 };
const CELLS = { rowStart: 4, rowCount: 2, columnStart: 0, columnCount: 1, format: { kind: 'auto' } } as const;
const PLANE = { rowAxis: 0, held: [0] };
const nothingKept = { kind: 'gone' } as const;

/** Makes every call of the contract once, on one small array, and checks each response. */
class Asker {
  readonly asked = new Set<CallName>();
  readonly folder: string;
  readonly hasRoots: boolean;
  readonly #transport: TestTransport;

  constructor({ transport, folder, hasRoots }: ConformanceSubject) {
    this.#transport = transport;
    this.folder = folder;
    this.hasRoots = hasRoots;
  }

  ask<Name extends CallName>(
    name: Name,
    ...request: undefined extends RequestOf<Name> ? [] : [RequestOf<Name>]
  ): Promise<ResponseOf<Name>> {
    this.asked.add(name);
    return ask(this.#transport, name, ...request);
  }

  /** A valid call that cannot be done. */
  async refused<Name extends CallName>(
    name: Name,
    request: RequestOf<Name>,
    error: Partial<ContractError>,
  ): Promise<void> {
    this.asked.add(name);
    expect(await askInVain(this.#transport, name, request), name).toMatchObject(error);
  }

  heard<Name extends EventName>(name: Name, fits: (payload: Events[Name]) => boolean): Promise<Events[Name]> {
    return nextEvent(this.#transport, name, fits);
  }

  async admitted(name: string): Promise<string> {
    const [id = ''] = await this.#transport.admit([join(this.folder, name)]);
    return id;
  }

  /** Makes a call that starts a batch of one job, and waits until the job is done. */
  async doneAfter(start: () => Promise<{ readonly batchId: string }>) {
    const jobs: Events['jobs.changed']['jobs'][number][] = [];
    const ended = this.heard('jobs.changed', (change) => {
      jobs.push(...change.jobs.filter(({ state }) => state === 'done' || state === 'failed'));
      return change.queue.totals.running + change.queue.totals.waiting === 0 && jobs.length > 0;
    });
    const { batchId } = await start();
    await ended;
    const job = jobs.findLast((one) => one.batchId === batchId);
    expect(job?.error).toBeUndefined();
    expect(job?.state).toBe('done');
    return job;
  }
}

/** Returns the names of the calls that were made. */
export async function askEverything(subject: ConformanceSubject): Promise<ReadonlySet<CallName>> {
  cpSync(fixturePath('plain', ARRAY.fixture), join(subject.folder, 'a.npy'));
  cpSync(fixturePath('plain', 'one.dat'), join(subject.folder, 'one.dat'));
  cpSync(fixturePath('corrupt', 'flip_chunk_body.blp'), join(subject.folder, 'bad.blp'));
  const asker = new Asker(subject);
  await askOfProgram(asker);
  await askOfFiles(asker);
  await askOfQueue(asker);
  await askOfDocument(asker);
  await askOfData(asker);
  await askForChanges(asker);
  await askOfComparisons(asker);
  await askOfFormats(asker);
  return asker.asked;
}

async function askOfProgram(asker: Asker): Promise<void> {
  expect(await asker.ask('app.info')).toMatchObject({ version: '0.0.0', codecs: { zstd: expect.any(String) } });
  expect(await asker.ask('app.ping')).toBeNull();
  expect(await asker.ask('settings.get')).toEqual(defaultSettings);
  expect(await asker.ask('settings.set', { units: 'si' })).toEqual({ ...defaultSettings, units: 'si' });
}

async function askOfFiles(asker: Asker): Promise<void> {
  const [id, raw] = [await asker.admitted('a.npy'), await asker.admitted('one.dat')];
  await asker.refused('files.choose', { what: 'files' }, { kind: 'argument' });
  const remote = await asker.ask('files.admit-address', { address: 'https://example.org/data/x.blp?key=secret' });
  expect(remote).toMatchObject({ name: 'x.blp' });
  await asker.refused('files.admit-address', { address: 'ftp://example.org/x.blp' }, { kind: 'argument' });
  await asker.refused('files.reveal', { id }, { kind: 'argument' });
  const [array, one] = await asker.ask('files.describe', { ids: [id, raw] });
  expect(array).toMatchObject({ kind: 'npy', sizeBytes: 66_648, array: { dtype: 'int64', shape: [ARRAY.items] } });
  expect(one).toMatchObject({ kind: 'raw', sizeBytes: 1 });
  expect(await asker.ask('files.stop', { id })).toBeNull();
  expect(await asker.ask('files.probe', { id, skipBytes: 128 })).toMatchObject({ sampleBytes: 66_520 });
  const shown = { skipBytes: 128, descr: '<i8', shape: [ARRAY.items], order: 'C' as const };
  expect(await asker.ask('files.preview', { id, raw: shown, count: 3 })).toEqual({ values: ['0', '1', '2'] });
  if (asker.hasRoots) {
    const { entries } = await asker.ask('files.browse', {});
    expect(entries.map(({ name }) => name)).toEqual(['a.npy', 'bad.blp', 'one.dat']);
    const parent = (await asker.ask('files.browse', {})).id;
    const made = await asker.ask('files.make-folder', { parent, name: 'new' });
    expect(await asker.ask('files.browse', made)).toMatchObject({ name: 'new', entries: [] });
    await asker.refused('files.make-folder', { parent, name: 'new' }, { kind: 'argument' });
    await asker.refused('files.make-folder', { parent, name: '../out' }, { kind: 'argument' });
  } else {
    await asker.refused('files.browse', {}, { kind: 'forbidden' });
    await asker.refused('files.make-folder', { parent: id, name: 'new' }, { kind: 'forbidden' });
  }
  expect(await asker.ask('files.sample')).toHaveLength(3);
}

async function askOfQueue(asker: Asker): Promise<void> {
  const id = await asker.admitted('a.npy');
  const batch = { ...batchOf(), items: [{ id, action: 'compress' as const }] };
  expect(await asker.ask('batch.plan', batch)).toMatchObject({
    outputs: [{ item: 0, name: 'a.npy.blp' }],
    sourceBytes: 66_648,
    obstacles: [],
  });
  expect(await asker.ask('batch.estimate', { sources: [{ id }], options: batch.options })).toMatchObject([
    { source: 0, plainBytes: 66_520, sampledBytes: 66_520 },
  ]);
  const noted = asker.heard('recents.changed', ({ recents }) => recents.some(({ name }) => name === 'a.npy'));
  await asker.doneAfter(() => asker.ask('batch.start', { batch, onCollision: 'skip' }));
  const { jobs, paused } = await asker.ask('jobs.list');
  expect(paused).toBe(false);
  expect(jobs).toMatchObject([{ state: 'done', source: { name: 'a.npy' }, output: { name: 'a.npy.blp' } }]);
  const job = jobs[0]?.id ?? '';
  expect(await asker.ask('jobs.details', { id: job })).toMatchObject({
    job: { id: job },
    ratios: [expect.any(Number)],
  });
  expect((await asker.ask('jobs.export', { format: 'csv' })).text).toContain('a.npy');
  expect(await asker.ask('jobs.move', { id: job, by: 1 })).toBeNull();
  expect(await asker.ask('jobs.interrupted', { what: 'continue' })).toBeNull();
  expect(await asker.ask('jobs.control-all', { what: 'resume' })).toBeNull();
  expect(await asker.ask('jobs.control', { ids: [job], what: 'remove' })).toBeNull();
  expect((await asker.ask('jobs.list')).jobs).toEqual([]);
  await noted;
  const [recent] = await asker.ask('recents.list');
  expect(recent).toMatchObject({ name: 'a.npy', lastAction: 'compress', pinned: false });
  expect(await asker.ask('recents.pin', { id: recent?.id ?? '', pinned: true })).toBeNull();
  expect((await asker.ask('recents.list'))[0]).toMatchObject({ pinned: true });
  expect(await asker.ask('recents.clear')).toBeNull();
  expect((await asker.ask('recents.list')).map(({ id: other }) => other)).toEqual([recent?.id]);
  expect(await asker.ask('recents.remove', { id: recent?.id ?? '' })).toBeNull();
  expect((await asker.ask('recents.list')).map(({ id: other }) => other)).not.toContain(recent?.id);
}

async function askOfDocument(asker: Asker): Promise<void> {
  const id = await asker.admitted('a.npy.blp');
  const { document, ...overview } = await asker.ask('inspect.open', { id });
  expect(overview).toMatchObject({ kind: 'container', plainBytes: 8 * ARRAY.items, container: { nchunks: 1 } });
  expect(await asker.ask('inspect.reload', { document })).toEqual({ document, ...overview });
  expect(await asker.ask('inspect.overview', { document })).toEqual({ document, ...overview });
  const { nodes } = await asker.ask('inspect.children', { document, start: 0, count: 100 });
  expect(nodes.map((node) => node.id)).toEqual(expect.arrayContaining(['header', 'offsets', 'chunks']));
  const { trail } = await asker.ask('inspect.locate', { document, offsetBytes: 0 });
  expect(trail[0]).toMatchObject({ id: 'header' });
  const rows = { start: 0, count: 10, orderBy: 'index', descending: false } as const;
  expect(await asker.ask('inspect.chunks', { document, ...rows })).toMatchObject({
    total: 1,
    rows: [{ chunkIndex: 0, codec: 'lz4 family' }],
  });
  const chunk = await asker.ask('inspect.chunk', { document, chunkIndex: 0 });
  expect(chunk).toMatchObject({
    row: { chunkIndex: 0 },
    plainRange: [0, 8 * ARRAY.items],
    digest: { kind: 'adler32' },
  });
  const planes = await asker.ask('inspect.planes', { document, chunkIndex: 0, blockIndex: 0 });
  expect(planes).toMatchObject({ typesize: 8, planeEntropies: Array(8).fill(expect.any(Number)) });
  expect(await asker.ask('inspect.summary', { document })).toMatchObject({ chunks: 1, checked: { match: 1 } });
  expect(await asker.ask('inspect.find-chunks', { document })).toBeNull();
  expect(await asker.ask('inspect.codecs', { document })).toMatchObject({
    groups: [{ chunks: 1, codec: 'lz4 family' }],
  });
  const other = await asker.ask('inspect.open', { id });
  const diff = await asker.ask('inspect.diff', { left: document, right: other.document });
  expect(diff).toMatchObject({ metadata: [], chunks: { left: 1, right: 1, differing: 0 } });
  expect(await asker.ask('inspect.close', { document })).toBeNull();
  await asker.refused('inspect.summary', { document }, nothingKept);
}

async function askOfData(asker: Asker): Promise<void> {
  const { document } = await asker.ask('inspect.open', { id: await asker.admitted('a.npy.blp') });
  expect(await asker.ask('inspect.data', { document })).toMatchObject({ dtype: 'int64', shape: [ARRAY.items] });
  const cells = await asker.ask('inspect.cells', { document, plane: PLANE, ...CELLS });
  expect(cells).toMatchObject({ rows: 2, columns: 1, texts: ['4', '5'] });
  const cell = await asker.ask('inspect.cell', { document, index: [258] });
  expect(cell).toMatchObject({ exact: '258', hex: '0201000000000000' });
  const ended = asker.heard('inspect.task', ({ state }) => state !== 'running');
  const summing = { document, plane: PLANE, basis: 'whole', bins: 5 } as const;
  const { task } = await asker.ask('inspect.start', { kind: 'statistics', request: summing });
  expect(await ended).toMatchObject({
    task,
    state: 'done',
    result: { statistics: { values: ARRAY.items, min: '0', max: String(ARRAY.items - 1) } },
  });
  expect(await asker.ask('inspect.stop', { task })).toBeNull();
}

async function askForChanges(asker: Asker): Promise<void> {
  const { document } = await asker.ask('inspect.open', { id: await asker.admitted('a.npy.blp') });
  await asker.doneAfter(() => asker.ask('inspect.verify', { document }));
  const json = '{"dtype": "<i8", "shape": [8315], "order": "C", "container": "numpy", "more": 1}';
  const plan = await asker.ask('inspect.plan-metadata', { document, json });
  expect(plan).toMatchObject({ how: 'in-place', storedBytes: expect.any(Number) });
  expect(plan).not.toHaveProperty('problem');
  expect(await asker.ask('inspect.write-metadata', { document, json })).toMatchObject({ how: 'in-place' });
  const source = await asker.admitted('a.npy');
  const added = await asker.ask('inspect.plan-append', { document, source });
  expect(added).toMatchObject({ oldShape: [8315], newShape: [16_630], oldChunks: 1, newChunks: 2 });
  await asker.doneAfter(() => asker.ask('inspect.append', { document, source }));
  const after = await asker.ask('inspect.reload', { document });
  expect(after).toMatchObject({ plainBytes: 2 * 8 * ARRAY.items, array: { shape: [16_630] }, problems: [] });
  expect(await asker.ask('inspect.plan-convert', { document })).toMatchObject({
    choices: expect.arrayContaining([{ to: 'h5', outputName: 'a.h5' }]),
  });
  const converted = await asker.doneAfter(() => asker.ask('inspect.convert', { document, to: 'h5' }));
  expect(converted).toMatchObject({ action: 'convert', output: { name: 'a.h5' } });
  const damaged = await asker.ask('inspect.open', { id: await asker.admitted('bad.blp') });
  const repair = { document: damaged.document, missing: 'left-out' } as const;
  expect(await asker.ask('inspect.plan-repair', repair)).toMatchObject({ possible: true, lostChunks: 1 });
  const repaired = await asker.doneAfter(() => asker.ask('inspect.repair', repair));
  expect(repaired).toMatchObject({ action: 'repair', output: { name: 'bad.repaired.blp' } });
}

/** The smallest plan that can be measured. */
const BRIEF = comparePlan.parse({
  ...planPreset('quick', 8, 1),
  preset: 'custom',
  codecs: ['lz4'],
  shuffles: ['byte'],
  levels: [1],
  repeats: 1,
  minimumSampleMs: 1,
  minimumTotalMs: 1,
});

async function askOfComparisons(asker: Asker): Promise<void> {
  const source = { kind: 'file', id: await asker.admitted('a.npy') } as const;
  const preview = await asker.ask('compare.preview', { source, plan: BRIEF });
  expect(preview).toMatchObject({ settings: 3, data: { name: 'a.npy', dtype: '<i8' } });
  const isDone = ({ state }: Events['compare.progress']) => state === 'done';
  const first = asker.heard('compare.progress', isDone);
  const { run } = await asker.ask('compare.start', { source, plan: BRIEF, name: 'mine' });
  const { results } = await first;
  expect(await asker.ask('compare.run', { run })).toMatchObject({ id: run, name: 'mine', results });
  expect(await asker.ask('compare.runs')).toMatchObject([{ id: run, settings: 3 }]);
  const second = asker.heard('compare.progress', isDone);
  expect(await asker.ask('compare.rerun', { run, keys: ['lz4-1-byte-c1048576-b0-t8-n1'] })).toEqual({ run });
  expect((await second).results).toHaveLength(3);
  expect(await asker.ask('compare.control', { run, what: 'stop' })).toBeNull();
  expect(await asker.ask('compare.rename', { run, name: 'other' })).toBeNull();
  const text = JSON.stringify(await asker.ask('compare.run', { run }));
  const copy = await asker.ask('compare.import', { text });
  expect(copy).toMatchObject({ name: 'other', settings: 3 });
  expect(await asker.ask('compare.remove', { run })).toBeNull();
  expect(await asker.ask('compare.runs')).toMatchObject([{ id: copy.id }]);
  await asker.refused('compare.bandwidth', { folder: 'made-up' }, nothingKept);
}

async function askOfFormats(asker: Asker): Promise<void> {
  const { contenders, datasets } = await asker.ask('compare.facts');
  expect(contenders.map(({ id }) => id)).toContain('npy');
  expect(datasets.map(({ name }) => name)).toContain('arange');
  const source = { kind: 'file', id: await asker.admitted('a.npy') } as const;
  const ended = asker.heard('compare.formats', ({ state }) => state !== 'running');
  const { run } = await asker.ask('compare.formats', { source, contenders: ['npy'], levels: [], repeats: 1 });
  expect(await ended).toMatchObject({ run, state: 'done', results: [{ contender: 'npy', verified: true }] });
  expect(await asker.ask('compare.stop-formats', { run })).toBeNull();
  expect(await asker.ask('compare.talk')).toMatchObject({ measured: [] });
}
