import { describe, expect, it } from 'vitest';
import type { Client } from '../../../../../renderer/data/client.js';
import { FormatsStore } from '../../../../../renderer/features/compare/formats/formats-store.js';
import type { FormatResult, FormatsProgress, FormatsRequest } from '../../../../../shared/contract/compare.js';

const request: FormatsRequest = {
  source: { kind: 'datasets', names: ['arange'], sizes: ['small'] },
  contenders: [],
  levels: [],
  repeats: 1,
};

const result: FormatResult = {
  contender: 'npy',
  level: 0,
  dataset: 'arange, small',
  plainBytes: 10,
  storedBytes: 10,
  ratio: 1,
  writeSeconds: [1],
  readSeconds: [1],
  verified: true,
};

/** A store, its calls, and a function that sends it progress events. */
function openStore(answer: () => Promise<unknown> = async () => ({ run: 'r1' })) {
  const asked: string[] = [];
  const listeners: ((progress: FormatsProgress) => void)[] = [];
  const client = {
    call: (name: string) => {
      asked.push(name);
      return answer();
    },
    on: (_name: string, listener: (progress: FormatsProgress) => void) => {
      listeners.push(listener);
      return () => {};
    },
  };
  // Of a client, a store uses these two alone.
  const store = new FormatsStore(client as unknown as Client);
  const emit = (changes: Partial<FormatsProgress>) => {
    for (const listener of listeners) listener({ run: 'r1', state: 'running', done: 0.5, results: [], ...changes });
  };
  return { store, emit, asked };
}

describe('FormatsStore', () => {
  it('collects results and keeps them when the run ends', async () => {
    const { store, emit } = openStore();
    await store.start(request);
    emit({ results: [result], note: 'npy' });
    expect(store.state()).toMatchObject({ activity: { run: 'r1', done: 0.5, note: 'npy' }, results: [result] });
    emit({ state: 'done', done: 1, results: [result] });
    expect(store.state().activity).toBeUndefined();
    expect(store.state().results).toEqual([result]);
  });

  it('keeps its results when it is stopped', async () => {
    const { store, emit, asked } = openStore();
    await store.start(request);
    emit({ results: [result] });
    await store.stop();
    emit({ state: 'stopped', results: [result] });
    expect(asked).toEqual(['compare.formats', 'compare.stop-formats']);
    expect(store.state()).toMatchObject({ wasStopped: true, results: [result] });
  });

  it('ignores events of other runs while its own is running', async () => {
    const { store, emit } = openStore();
    await store.start(request);
    emit({ run: 'r2', results: [result] });
    expect(store.state().results).toEqual([]);
  });

  it('shows a running measurement after the page was reloaded', () => {
    const { store, emit } = openStore();
    emit({ results: [result] });
    expect(store.state()).toMatchObject({ activity: { run: 'r1' }, results: [result] });
  });

  it('keeps the earlier results when the host refuses', async () => {
    const answers = [async () => ({ run: 'r1' }), async () => Promise.reject(new Error('no'))];
    const { store, emit } = openStore(() => answers.shift()?.() ?? Promise.reject());
    await store.start(request);
    emit({ state: 'done', results: [result] });
    await store.start(request);
    expect(store.state().error).toBeDefined();
    expect(store.state().activity).toBeUndefined();
    expect(store.state().results).toEqual([result]);
  });
});
