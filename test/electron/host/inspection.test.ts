import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { FileRegistry } from '../../../electron/host/files/file-registry.js';
import { begun } from '../../../electron/host/http/byte-answer.js';
import { type EngineOpen, type InspectEngine, Inspection } from '../../../electron/host/inspection.js';
import type { DocumentOverview } from '../../../shared/contract/inspect/document.js';
import { scratchFolder } from './scratch-folder.js';

/** A thread that opens everything and remembers what it was asked. */
async function openInspection() {
  const folder = scratchFolder();
  writeFileSync(join(folder, 'a.blp'), 'blpk');
  mkdirSync(join(folder, 'sub'));
  const calls: unknown[] = [];
  const opened: EngineOpen[] = [];
  const engine: InspectEngine = {
    open: async (request) => {
      opened.push(request);
      return {
        document: `d${opened.length}`,
        kind: 'raw',
        file: request.file,
        isReadAs: false,
        problems: [],
      } satisfies DocumentOverview;
    },
    call: async (name, request) => {
      calls.push([name, request]);
      return null;
    },
    stream: async () => ({ headers: {}, contentType: 'x', body: (async function* () {})() }),
    noteChecks: () => undefined,
    close: async () => undefined,
  };
  const registry = await FileRegistry.open(undefined);
  const id = registry.admit(join(folder, 'a.blp'));
  return { inspection: new Inspection(engine, registry), registry, folder, id, calls, opened };
}

it('opens by id, and tells the thread path and facts but the window no path', async () => {
  const { inspection, folder, id, opened } = await openInspection();
  const overview = await inspection.open({ id, member: 'x' });
  expect(opened).toMatchObject([
    { path: join(folder, 'a.blp'), member: 'x', file: { id, name: 'a.blp', sizeBytes: 4 } },
  ]);
  expect(JSON.stringify({ ...overview, file: { ...overview.file, folder: '' } })).not.toContain(folder);
  expect(inspection.pathOf(overview.document)).toBe(join(folder, 'a.blp'));
});

it('refuses folders, files that are gone, and documents that are not open, wherever a request names them', async () => {
  const { inspection, registry, folder, calls } = await openInspection();
  await expect(inspection.open({ id: registry.admit(join(folder, 'sub')) })).rejects.toThrow('folder');
  await expect(inspection.open({ id: registry.admit(join(folder, 'none')) })).rejects.toMatchObject({ code: 'ENOENT' });
  for (const request of [{ document: 'x' }, { left: 'x', right: 'y' }, { kind: 'find', ask: { document: 'x' } }]) {
    expect(() => inspection.call('inspect.start', request)).toThrow('not open any more');
  }
  expect(calls).toEqual([]);
});

it('keeps fifty documents, and closes the one that was not used for longest', async () => {
  const { inspection, id, calls } = await openInspection();
  for (let count = 0; count < 50; count++) await inspection.open({ id });
  await inspection.call('inspect.data', { document: 'd1' });
  await inspection.open({ id });
  expect(calls).toEqual([
    ['inspect.data', { document: 'd1' }],
    ['inspect.close', { document: 'd2' }],
  ]);
  expect(inspection.pathOf('d1')).toContain('a.blp');
  expect(() => inspection.pathOf('d2')).toThrow('not open any more');
});

it('begins an answer, so that what fails before its first bytes fails the question', async () => {
  const head = { headers: {}, contentType: 'x' };
  const failing = { [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('damaged')) }) };
  await expect(begun({ ...head, body: failing })).rejects.toThrow('damaged');
  let isLeft = false;
  const body = async function* () {
    try {
      yield Uint8Array.of(1);
      yield Uint8Array.of(2);
    } finally {
      isLeft = true;
    }
  };
  const seen: Uint8Array[] = [];
  for await (const piece of (await begun({ ...head, body: body() })).body) {
    seen.push(piece);
    break;
  }
  expect([seen, isLeft]).toEqual([[Uint8Array.of(1)], true]);
});
