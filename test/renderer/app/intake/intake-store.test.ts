import { describe, expect, it } from 'vitest';
import type { TabStorage } from '../../../../renderer/app/intake/intake-memory.js';
import { IntakeStore } from '../../../../renderer/app/intake/intake-store.js';
import { createClient } from '../../../../renderer/data/client.js';
import { memoryTransport } from '../../../../renderer/data/memory-transport.js';
import type { EventMessage } from '../../../../shared/contract/events.js';
import type { FileFacts } from '../../../../shared/contract/files.js';
import type { Result } from '../../../../shared/contract/result.js';
import { folder, npy, raw, unreadable } from '../../features/home/example-files.js';

/** A host with some files, whose responses can be held back. */
function hostOf(files: readonly FileFacts[], storage?: TabStorage) {
  const listeners = new Set<(event: EventMessage) => void>();
  const calls: string[] = [];
  let failing = false;
  const answers: Readonly<Record<string, (request: never) => unknown>> = {
    'files.describe': ({ ids }: { readonly ids: readonly string[] }) => files.filter(({ id }) => ids.includes(id)),
    'files.probe': () => ({ sampleBytes: 1024, ratios: [], best: 4, guesses: [] }),
    'files.stop': () => null,
  };
  const dispatch = async (name: string, request: unknown): Promise<Result<unknown>> => {
    calls.push(name);
    if (failing) return { ok: false, error: { kind: 'internal', message: 'It broke.' } };
    // Each answer takes the request of its own call.
    return { ok: true, value: answers[name]?.(request as never) };
  };
  const subscribe = (listener: (event: EventMessage) => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const store = new IntakeStore(createClient(memoryTransport({ dispatch, subscribe, admit: () => [] })), storage);
  return {
    store,
    calls,
    fail: (next: boolean) => {
      failing = next;
    },
    emit: (event: EventMessage) => {
      for (const listener of listeners) listener(event);
    },
  };
}

const found = (files: readonly FileFacts[], done: boolean): EventMessage => ({
  name: 'files.found',
  payload: { folderId: folder.id, files, foundCount: files.length, foundBytes: 0, done },
});

describe('the intake', () => {
  it('shows files once, and counts those whose first bytes are being read', async () => {
    const { store } = hostOf([npy, unreadable]);
    const arrived = store.arrive([npy.id, unreadable.id, npy.id]);
    expect(store.state().pending).toBe(2);
    await arrived;
    await store.arrive([npy.id]);
    expect(store.state()).toMatchObject({ pending: 0 });
    expect(store.state().rows.map(({ id }) => id)).toEqual([npy.id, unreadable.id]);
  });

  it('probes raw files and takes the best typesize', async () => {
    const { store } = hostOf([raw]);
    await store.arrive([raw.id]);
    await expect.poll(() => store.state()).toMatchObject({ probing: 0, rows: [{ probe: { best: 4 } }] });
  });

  it('adds files that are found in a folder until the search is done', async () => {
    const { store, emit, calls } = hostOf([folder]);
    await store.arrive([folder.id]);
    expect(store.state().scans).toMatchObject([{ name: 'stations', done: false }]);
    emit(found([npy], false));
    expect(store.state().rows).toHaveLength(1);
    store.stopScans();
    expect(calls).toContain('files.stop');
    emit(found([npy, unreadable], true));
    expect(store.state()).toMatchObject({ scans: [], rows: [{ id: npy.id }, { id: unreadable.id }] });
  });

  it('ignores files that are found after it was cleared', async () => {
    const { store, emit } = hostOf([folder]);
    await store.arrive([folder.id]);
    store.clear();
    emit(found([npy], true));
    expect(store.state().rows).toEqual([]);
  });

  it('restores what was removed or cleared, in its place', async () => {
    const { store } = hostOf([npy, unreadable]);
    await store.arrive([npy.id, unreadable.id]);
    const undo = store.remove(npy.id);
    expect(store.state().rows).toHaveLength(1);
    undo();
    expect(store.state().rows.map(({ id }) => id)).toEqual([npy.id, unreadable.id]);
    const restore = store.clear();
    expect(store.state().rows).toEqual([]);
    restore();
    expect(store.state().rows).toHaveLength(2);
  });

  it('keeps an error with a function that tries again', async () => {
    const { store, fail } = hostOf([npy]);
    fail(true);
    await store.arrive([npy.id]);
    expect(store.state()).toMatchObject({ pending: 0, failure: { error: { message: 'It broke.' } } });
    fail(false);
    store.state().failure?.retry();
    await expect.poll(() => store.state().rows).toHaveLength(1);
    expect(store.state().failure).toBeUndefined();
  });

  it('retries all files that failed, also of several calls, and keeps the error while other files are added', async () => {
    const many = Array.from({ length: 300 }, (_, at) => ({ ...npy, id: `f-${at}` }));
    const { store, fail } = hostOf([...many, unreadable]);
    fail(true);
    await store.arrive(many.map(({ id }) => id));
    fail(false);
    await store.arrive([unreadable.id]);
    expect(store.state()).toMatchObject({ pending: 0, rows: [{ id: unreadable.id }], failure: {} });
    store.state().failure?.retry();
    await expect.poll(() => store.state().rows).toHaveLength(301);
    expect(store.state().failure).toBeUndefined();
  });

  it('ignores responses about files from before it was cleared', async () => {
    const { store } = hostOf([npy, unreadable]);
    const first = store.arrive([npy.id]);
    store.clear();
    const second = store.arrive([npy.id, unreadable.id]);
    await Promise.all([first, second]);
    expect(store.state().pending).toBe(0);
    expect(store.state().rows.map(({ id }) => id)).toEqual([npy.id, unreadable.id]);
  });

  it('changes one row and keeps the objects of the others', async () => {
    const { store } = hostOf([npy, unreadable]);
    await store.arrive([npy.id, unreadable.id]);
    const [, second] = store.state().rows;
    store.change(npy.id, { action: 'decompress' });
    expect(store.state().rows[0]?.action).toBe('decompress');
    expect(store.state().rows[1]).toBe(second);
  });
});

it('is there again after a reload, without files that a restarted host does not know', async () => {
  const kept = new Map<string, string>();
  const storage: TabStorage = {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  };
  const before = hostOf([npy, raw], storage);
  await before.store.arrive([npy.id, raw.id]);
  before.store.edit({ check: 'none' });
  before.store.change(raw.id, { raw: { skipBytes: 0, descr: '<u2', shape: [512], order: 'C' } });
  await expect.poll(() => kept.size).toBe(1);
  const gone = {
    ...npy,
    kind: 'unreadable',
    problem: { kind: 'gone', message: 'This file is no longer known.' },
  } as const;
  const after = hostOf([gone, raw], storage).store;
  await expect.poll(() => after.state().rows.map(({ id }) => id)).toEqual([raw.id]);
  expect(after.state().edits).toEqual({ check: 'none' });
  expect(after.state().rows[0]?.raw?.descr).toBe('<u2');
});
