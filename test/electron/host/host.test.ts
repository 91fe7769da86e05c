import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Notifier } from '../../../electron/host/host-ports.js';
import { fixturePath } from '../../fixtures.js';
import { until } from '../../until.js';
import { gatedWorkerFile } from '../jobs/specs.js';
import { batchOf } from './batch-of.js';
import { describeConformance } from './conformance.js';
import { MemoryTransport } from './memory-transport.js';
import { openHost } from './open-host.js';
import { ask, askInVain, nextEvent } from './typed-calls.js';

describe('the host over the in-memory transport', () => {
  describeConformance(async () => {
    const { host, folder } = await openHost();
    return { transport: new MemoryTransport(host), folder, hasRoots: false };
  });
});

it('sends files that were opened before the window to the first listener, and only once', async () => {
  const { host } = await openHost();
  host.openPaths([fixturePath('plain', 'one.dat')]);
  const heard: unknown[] = [];
  host.subscribe((event) => heard.push(event.name));
  host.subscribe(() => undefined);
  expect(heard).toEqual(['files.opened']);
});

it('chooses with the given dialog, and refuses without one', async () => {
  const path = fixturePath('plain', 'walk_f4.npy');
  const { host } = await openHost({ dialogs: { choose: async () => [path] } });
  const [id = ''] = await ask(new MemoryTransport(host), 'files.choose', { what: 'files' });
  expect(host.pathOf(id)).toBe(path);
  const without = new MemoryTransport((await openHost()).host);
  expect(await askInVain(without, 'files.choose', { what: 'files' })).toMatchObject({ kind: 'argument' });
});

it('uses only its roots: nothing outside is admitted, opened or browsed', async () => {
  const { folder: root } = await openHost();
  mkdirSync(join(root, 'inside'));
  writeFileSync(join(root, 'inside', 'a.dat'), 'a');
  const { host } = await openHost({ roots: [root], hostKind: 'web' });
  const transport = new MemoryTransport(host);
  expect(() => host.admitPaths([fixturePath('manifest.json')])).toThrow('outside');
  host.openPaths([fixturePath('manifest.json')]);
  const listing = await ask(transport, 'files.browse', {});
  expect(listing.entries.map(({ name, isFolder }) => [name, isFolder])).toEqual([['inside', true]]);
  const inside = await ask(transport, 'files.browse', { id: listing.entries[0]?.id });
  expect(inside.trail).toHaveLength(2);
  expect(inside.entries.map(({ name }) => name)).toEqual(['a.dat']);
});

it('lists several roots first, and refuses to browse without roots', async () => {
  const [one, two] = [(await openHost()).folder, (await openHost()).folder];
  const { host } = await openHost({ roots: [one, two] });
  expect((await ask(new MemoryTransport(host), 'files.browse', {})).entries).toHaveLength(2);
  const free = new MemoryTransport((await openHost()).host);
  expect(await askInVain(free, 'files.browse', {})).toMatchObject({ kind: 'forbidden' });
});

it('notifies of progress, of staying awake, and of the end of a batch', async () => {
  const notified: string[] = [];
  let finish: () => void = () => undefined;
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const notifier: Notifier = {
    progress: () => notified.push('progress'),
    keepAwake: (on) => notified.push(`awake ${on}`),
    batchFinished: ({ done, failed }) => {
      notified.push(`finished ${done} ${failed}`);
      finish();
    },
  };
  const { host, folder } = await openHost({ notifier, workerFile: gatedWorkerFile });
  const transport = new MemoryTransport(host);
  const path = join(folder, 'a.dat');
  writeFileSync(path, 'a');
  const [id = ''] = host.admitPaths([path]);
  const batch = { ...batchOf(), check: 'none' as const, items: [{ id, action: 'compress' as const }] };
  await ask(transport, 'batch.start', { batch, onCollision: 'skip' });
  // It has done its one chunk, and waits until it is paused and resumed.
  await until(async () => (await ask(transport, 'jobs.list')).jobs[0]?.chunksDone);
  await until(() => notified.includes('awake true'));
  expect(notified).not.toContain('finished 1 0');
  await ask(transport, 'jobs.control-all', { what: 'pause' });
  const job = (await ask(transport, 'jobs.list')).jobs[0]?.id ?? '';
  await until(async () =>
    (await ask(transport, 'jobs.details', { id: job })).log.some(({ text }) => text === 'left the gate'),
  );
  await ask(transport, 'jobs.control-all', { what: 'resume' });
  await finished;
  await host.close('finish');
  expect(notified).toContain('finished 1 0');
  expect(notified).toContain('progress');
  expect(notified.filter((line) => line.startsWith('awake')).at(-1)).toBe('awake false');
});

it('makes the sample: two arrays to compress and a container with one damaged chunk, the same each time', async () => {
  const { host } = await openHost();
  const transport = new MemoryTransport(host);
  const ids = await ask(transport, 'files.sample');
  const facts = await ask(transport, 'files.describe', { ids: [...ids] });
  expect(facts.map(({ name, kind }) => [name, kind])).toEqual([
    ['temperature.npy', 'npy'],
    ['detector.npy', 'npy'],
    ['damaged-series.npy.blp', 'container'],
  ]);
  expect(await ask(transport, 'files.sample')).toEqual(ids);
  const batch = { ...batchOf(), items: [{ id: ids[2] ?? '', action: 'decompress' as const }] };
  const failed = nextEvent(transport, 'jobs.changed', ({ jobs }) => jobs.some(({ state }) => state === 'failed'));
  await ask(transport, 'batch.start', { batch, onCollision: 'skip' });
  expect((await failed).jobs[0]?.error).toMatchObject({ kind: 'checksum', where: { chunkIndex: 3 } });
});

it('finds a flipped byte for the open document, explains it, and repairs it, all as jobs of the queue', async () => {
  const { host, folder } = await openHost();
  const transport = new MemoryTransport(host);
  const [, , sample = ''] = await ask(transport, 'files.sample');
  const path = join(folder, 'damaged.blp');
  cpSync(host.pathOf(sample) ?? '', path);
  const [id = ''] = host.admitPaths([path]);
  const { document } = await ask(transport, 'inspect.open', { id });
  const notified = nextEvent(transport, 'inspect.changed', ({ what }) => what === 'checks');
  const failed = nextEvent(transport, 'jobs.changed', ({ jobs }) => jobs.some(({ state }) => state === 'failed'));
  await ask(transport, 'inspect.verify', { document });
  expect((await notified).document).toBe(document);
  expect((await failed).jobs[0]).toMatchObject({
    action: 'verify',
    error: { kind: 'checksum', where: { chunkIndex: 3 }, remedy: expect.any(String) },
    checked: { mismatch: 1, unreadable: 0 },
  });
  await expect
    .poll(async () => (await ask(transport, 'inspect.summary', { document })).checked)
    .toMatchObject({ mismatch: 1, unchecked: 0 });
  const { row, digest } = await ask(transport, 'inspect.chunk', { document, chunkIndex: 3 });
  expect(row.check).toBe('mismatch');
  expect(digest?.computed).not.toBe(digest?.stored);
  const plan = await ask(transport, 'inspect.plan-repair', { document, missing: 'left-out' });
  expect(plan).toMatchObject({ possible: true, lostChunks: 1 });
  const done = nextEvent(transport, 'jobs.changed', ({ jobs }) =>
    jobs.some(({ action, state }) => action === 'repair' && state === 'done'),
  );
  await ask(transport, 'inspect.repair', { document, missing: 'left-out' });
  const repaired = (await done).jobs.find(({ action }) => action === 'repair');
  expect(repaired?.output?.name).toBe('damaged.repaired.blp');
  const again = await ask(transport, 'inspect.open', { id: repaired?.output?.id ?? '' });
  expect(again.problems.filter(({ severity }) => severity === 'damage')).toEqual([]);
});

it('lists what was opened among the recent files, and forgets no check for it', async () => {
  const { host } = await openHost();
  const transport = new MemoryTransport(host);
  const [id = ''] = host.admitPaths([fixturePath('golden', 'defaults.blp')]);
  const notified = nextEvent(transport, 'recents.changed');
  await ask(transport, 'inspect.open', { id });
  expect((await notified).recents).toMatchObject([{ name: 'defaults.blp', lastAction: 'inspect', lastCheck: 'none' }]);
});
