import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import type { Events } from '../../../../shared/contract/events.js';
import { MemoryTransport } from '../memory-transport.js';
import { openHost } from '../open-host.js';
import { ask, nextEvent } from '../typed-calls.js';

type Found = Events['files.found'];

async function openFolder() {
  const { host, folder } = await openHost();
  const transport = new MemoryTransport(host);
  const [id = ''] = await transport.admit([folder]);
  const events: Found[] = [];
  const done = new Promise<Found>((resolve) => {
    host.subscribe(({ name, payload }) => {
      if (name !== 'files.found') return;
      const found = payload as Found; // by its name
      events.push(found);
      if (found.done) resolve(found);
    });
  });
  return { transport, folder, id, events, done };
}

it('finds all files below a folder with their place in it, follows links, and ends in spite of loops', async () => {
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
  const files = events.flatMap(({ files }) => files);
  expect(files.map(({ name, relativeFolder = '' }) => `${relativeFolder}:${name}`).sort()).toEqual([
    'files/a/b:two',
    'files/a:link',
    'files/a:one',
    'files:top',
  ]);
  expect(last).toMatchObject({ folderId: id, foundCount: 4 });
});

/** Makes `count` files of one byte in folders of 100. */
function fill(folder: string, count: number): void {
  for (let index = 0; index < count; index++) {
    const group = join(folder, `${Math.floor(index / 100)}`);
    if (index % 100 === 0) mkdirSync(group);
    writeFileSync(join(group, `${index}`), 'x');
  }
}

it.each([
  ['the first files and the end while no time passes', 0, 2],
  ['every 64 files when there are 50 ms between them', 50, Math.ceil(1000 / 64) + 1],
] as const)('reports many files at most 20 times a second, and all of them: %s', async (_, stepMs, count) => {
  const { transport, folder, id, events, done } = await openFolder();
  fill(folder, 1000);
  let nowMs = 0;
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => {
    nowMs += stepMs;
    return nowMs;
  });
  onTestFinished(() => clock.mockRestore());
  await ask(transport, 'files.describe', { ids: [id] });
  expect(await done).toMatchObject({ foundCount: 1000, foundBytes: 1000, done: true });
  expect(events.reduce((sum, { files }) => sum + files.length, 0)).toBe(1000);
  expect(events).toHaveLength(count);
});

it('stops on request, with a last event', async () => {
  const { transport, folder, id, done } = await openFolder();
  fill(folder, 1000);
  const first = nextEvent(transport, 'files.found');
  await ask(transport, 'files.describe', { ids: [id] });
  await first;
  await ask(transport, 'files.stop', { id });
  expect((await done).foundCount).toBeLessThan(1000);
});
