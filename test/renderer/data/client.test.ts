import { describe, expect, it } from 'vitest';
import { createClient } from '../../../renderer/data/client.js';
import { type MemoryHost, memoryTransport } from '../../../renderer/data/memory-transport.js';
import type { EventMessage } from '../../../shared/contract/events.js';
import { CallError, toContractError } from '../../../shared/errors/contract-error.js';

function hostThat(dispatch: MemoryHost['dispatch']) {
  const listeners = new Set<(event: EventMessage) => void>();
  const host: MemoryHost = {
    dispatch,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    admit: (files) => files.map(({ name }) => `id-${name}`),
  };
  const emit = (event: EventMessage) => {
    for (const listener of listeners) listener(event);
  };
  return { client: createClient(memoryTransport(host)), emit };
}

describe('a client', () => {
  it('returns the value of a call', async () => {
    const { client } = hostThat(async (name, request) => ({ ok: true, value: [name, request] }));
    expect(await client.call('recents.pin', { id: 'a', pinned: true })).toEqual([
      'recents.pin',
      { id: 'a', pinned: true },
    ]);
  });

  it('throws the error of a call with all its fields', async () => {
    const error = { kind: 'io', message: 'The disk is full.', code: 'ENOSPC' } as const;
    const { client } = hostThat(async () => ({ ok: false, error }));
    const thrown = await client.call('app.info').catch((reason: unknown) => reason);
    expect(thrown).toBeInstanceOf(CallError);
    expect(toContractError(thrown)).toEqual(error);
  });

  it('says so when the host cannot be reached', async () => {
    const { client } = hostThat(() => Promise.reject(new Error('closed')));
    const thrown = await client.call('app.info').catch((reason: unknown) => reason);
    expect(toContractError(thrown)).toMatchObject({ kind: 'io', details: 'Error: closed' });
  });

  it('receives only the events it listens to, until it stops', () => {
    const { client, emit } = hostThat(async () => ({ ok: true, value: null }));
    const heard: unknown[] = [];
    const stop = client.on('files.opened', ({ ids }) => heard.push(ids));
    emit({ name: 'jobs.reordered', payload: null });
    emit({ name: 'files.opened', payload: { ids: ['a'] } });
    stop();
    emit({ name: 'files.opened', payload: { ids: ['b'] } });
    expect(heard).toEqual([['a']]);
  });

  it('makes ids of files', async () => {
    const { client } = hostThat(async () => ({ ok: true, value: null }));
    expect(await client.admit([new File([], 'a.npy')])).toEqual(['id-a.npy']);
  });

  it('passes copies, as a real transport would', async () => {
    const settings = { theme: 'dark' as const };
    const { client } = hostThat(async (_name, request) => ({ ok: true, value: request }));
    expect(await client.call('settings.set', settings)).not.toBe(settings);
  });
});

it('treats what is not an error of a call as a fault of the program', () => {
  expect(toContractError(new TypeError('x is undefined'))).toMatchObject({ kind: 'internal' });
  expect(toContractError('text').details).toMatch(/\ntext$/); // below the versions of the Node that runs this test
});
