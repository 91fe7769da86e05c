import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { FileRegistry } from '../../../electron/host/files/file-registry.js';
import { Inspection, type InspectThread } from '../../../electron/host/inspection.js';
import type { OpenOrder } from '../../../electron/inspect/document.js';
import type { DocumentOverview } from '../../../shared/contract/inspect/document.js';
import type { InspectTask } from '../../../shared/contract/inspect/tasks.js';
import { scratchFolder } from './scratch-folder.js';

/** A thread that opens everything and records its calls. */
async function openInspection() {
  const folder = scratchFolder();
  writeFileSync(join(folder, 'a.blp'), 'blpk');
  mkdirSync(join(folder, 'sub'));
  const calls: unknown[] = [];
  const opened: OpenOrder[] = [];
  const open = (order: OpenOrder): DocumentOverview => {
    opened.push(order);
    return { document: `d${opened.length}`, kind: 'raw', file: order.file, isReadAs: false, problems: [] };
  };
  const thread = {
    isRunning: true,
    call: async (name: string, request: unknown) => {
      if (name === 'open') return open(request as OpenOrder);
      calls.push([name, request]);
      return null;
    },
    stream: async () => ({ headers: {}, contentType: 'x', body: (async function* () {})() }),
    end: async () => undefined,
  } as InspectThread; // of its calls, only the response of `open` is used
  const registry = await FileRegistry.open(undefined);
  const id = registry.admit(join(folder, 'a.blp'));
  return { inspection: new Inspection(thread, registry), registry, folder, id, calls, opened };
}

it('opens by id, and gives the thread path and facts but the window no path', async () => {
  const { inspection, folder, id, opened } = await openInspection();
  const overview = await inspection.open({ id, member: 'x' });
  expect(opened).toMatchObject([
    { path: join(folder, 'a.blp'), member: 'x', file: { id, name: 'a.blp', sizeBytes: 4 } },
  ]);
  expect(JSON.stringify({ ...overview, file: { ...overview.file, folder: '' } })).not.toContain(folder);
  expect(inspection.pathOf(overview.document)).toBe(join(folder, 'a.blp'));
});

it('refuses folders, missing files, and documents that are not open, wherever a request names them', async () => {
  const { inspection, registry, folder, calls } = await openInspection();
  await expect(inspection.open({ id: registry.admit(join(folder, 'sub')) })).rejects.toThrow('folder');
  await expect(inspection.open({ id: registry.admit(join(folder, 'none')) })).rejects.toMatchObject({ code: 'ENOENT' });
  const find = { kind: 'find', request: { document: 'x', plane: { held: [0] }, text: '1' } } satisfies InspectTask;
  for (const ask of [
    () => inspection.call('inspect.data', { document: 'x' }),
    () => inspection.call('inspect.diff', { left: 'x', right: 'y' }),
    () => inspection.call('inspect.start', find),
  ]) {
    expect(ask).toThrow('no longer open');
  }
  expect(calls).toEqual([]);
});

it('keeps fifty documents, and closes the least recently used one', async () => {
  const { inspection, id, calls } = await openInspection();
  for (let count = 0; count < 50; count++) await inspection.open({ id });
  await inspection.call('inspect.data', { document: 'd1' });
  await inspection.open({ id });
  expect(calls).toEqual([
    ['inspect.data', { document: 'd1' }],
    ['inspect.close', { document: 'd2' }],
  ]);
  expect(inspection.pathOf('d1')).toContain('a.blp');
  expect(() => inspection.pathOf('d2')).toThrow('no longer open');
});
