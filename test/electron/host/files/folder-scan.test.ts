import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Events } from '../../../../shared/contract/events.js';
import { MemoryTransport } from '../memory-transport.js';
import { openHost } from '../open-host.js';
import { ask } from '../typed-calls.js';

type Found = Events['files.found'];

async function openFolder() {
  const { host, folder } = await openHost();
  const transport = new MemoryTransport(host);
  const [id = ''] = await transport.admit([folder]);
  const events: { readonly atMs: number; readonly found: Found }[] = [];
  const done = new Promise<Found>((resolve) => {
    host.subscribe(({ name, payload }) => {
      if (name !== 'files.found') return;
      const found = payload as Found; // by its name
      events.push({ atMs: performance.now(), found });
      if (found.done) resolve(found);
    });
  });
  return { transport, folder, id, events, done };
}

it('finds everything below a folder with its place in it, follows links, and is not caught by loops', async () => {
  const { transport, folder, id, events, done } = await openFolder();
  mkdirSync(join(folder, 'a', 'b'), { recursive: true });
  mkdirSync(join(folder, '.hidden'));
  for (const name of ['top', 'a/one', 'a/b/two', '.hidden/no', 'a/.x.123.partial']) {
    writeFileSync(join(folder, name), name);
  }
  symlinkSync(folder, join(folder, 'a', 'b', 'loop'));
  symlinkSync(join(folder, 'nowhere'), join(folder, 'dangling'));
  symlinkSync(join(folder, 'top'), join(folder, 'a', 'link'));
  const [facts] = await ask(transport, 'files.describe', { ids: [id] });
  expect(facts?.kind).toBe('folder');
  const last = await done;
  const files = events.flatMap(({ found }) => found.files);
  expect(files.map(({ name, relativeFolder = '' }) => `${relativeFolder}:${name}`).sort()).toEqual([
    ':top',
    'a/b:two',
    'a:link',
    'a:one',
  ]);
  expect(last).toMatchObject({ folderId: id, foundCount: 4 });
});

it('tells of 10,000 files at most 20 times a second, and all of them', { timeout: 60_000 }, async () => {
  const { transport, folder, id, events, done } = await openFolder();
  for (let group = 0; group < 100; group++) {
    mkdirSync(join(folder, `${group}`));
    for (let index = 0; index < 100; index++) writeFileSync(join(folder, `${group}`, `${index}`), 'x');
  }
  await ask(transport, 'files.describe', { ids: [id] });
  expect(await done).toMatchObject({ foundCount: 10_000, foundBytes: 10_000, done: true });
  expect(events.reduce((sum, { found }) => sum + found.files.length, 0)).toBe(10_000);
  // The last one comes when it comes.
  const gaps = events.slice(1, -1).map(({ atMs }, index) => atMs - (events[index]?.atMs ?? 0));
  expect(Math.min(50, ...gaps)).toBeGreaterThanOrEqual(49);
});

it('stops when it is told to, with a last event', { timeout: 60_000 }, async () => {
  const { transport, folder, id, done } = await openFolder();
  for (let index = 0; index < 3000; index++) writeFileSync(join(folder, `${index}`), 'x');
  await ask(transport, 'files.describe', { ids: [id] });
  await ask(transport, 'files.stop', { id });
  expect((await done).foundCount).toBeLessThan(3000);
});
