import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { calls } from '../../../shared/contract/calls.js';
import type { Result } from '../../../shared/contract/result.js';
import { streams } from '../../../shared/contract/streams.js';
import { fixturePath, readFixture } from '../../fixtures.js';
import { batchOf } from './batch-of.js';
import { askEverything, type ConformanceSubject } from './every-call.js';
import type { TestTransport } from './memory-transport.js';
import { ask, askInVain, nextEvent } from './typed-calls.js';

/** The suite for every transport: memory, WebSocket and Electron's IPC. */
export function describeConformance(open: () => Promise<ConformanceSubject>): void {
  it('answers every call of the contract', { timeout: 600_000 }, async () => {
    const asked = await askEverything(await open());
    expect([...asked].sort()).toEqual(Object.keys(calls).sort());
  });

  it('refuses every call with an invalid request, with the error of its schema', async () => {
    const { transport } = await open();
    for (const [name, { request: schema }] of Object.entries(calls)) {
      const request = { surplus: true };
      const { error } = schema.safeParse(request);
      const message = `The request of '${name}' is wrong: ${error && z.prettifyError(error)}`;
      expect(await askInVain(transport, name, request), name).toEqual({ kind: 'bad-request', message });
    }
  });

  it('refuses unknown calls, also those named as members of every object', async () => {
    const { transport } = await open();
    for (const name of ['nothing', 'constructor', '__proto__', 'toString', '']) {
      expect((await askInVain(transport, name)).kind).toBe('unknown-call');
    }
  });

  it('refuses invalid requests, naming the fault', async () => {
    const { transport } = await open();
    expect(await askInVain(transport, 'files.describe', { ids: 'all' })).toMatchObject({ kind: 'bad-request' });
    expect(await askInVain(transport, 'files.describe', { ids: [], more: 1 })).toMatchObject({ kind: 'bad-request' });
    expect((await askInVain(transport, 'jobs.move', { id: 'x', by: 0.5 })).message).toContain('by');
  });

  it('describes itself', async () => {
    const { transport } = await open();
    const info = await ask(transport, 'app.info');
    expect(info.version).toBe('0.0.0');
    expect(info.cores).toBeGreaterThan(0);
    expect(Object.keys(info.codecs)).toContain('zstd');
  });

  it('stores a setting and notifies the window', async () => {
    const { transport } = await open();
    const changed = nextEvent(transport, 'settings.changed');
    expect((await ask(transport, 'settings.set', { theme: 'dark' })).theme).toBe('dark');
    expect((await changed).settings.theme).toBe('dark');
    expect((await ask(transport, 'settings.get')).theme).toBe('dark');
  });

  it('describes an unknown id as an unreadable file, and refuses to work on it', async () => {
    const { transport } = await open();
    const [facts] = await ask(transport, 'files.describe', { ids: ['made-up'] });
    expect(facts).toMatchObject({ kind: 'unreadable', problem: { kind: 'gone' }, actions: [] });
    expect(await askInVain(transport, 'files.probe', { id: 'made-up', skipBytes: 0 })).toMatchObject({ kind: 'gone' });
  });

  it('streams the stored bytes of an open document', async () => {
    const { transport, folder } = await open();
    const document = await openFixture(transport, folder);
    const stored = readFixture('plain', 'walk_f4.npy');
    const request = { document, startByte: 0, endByte: stored.byteLength };
    const answer = await transport.fetchStream('inspect.bytes', request);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(stored);
  });

  it('refuses a stream with the envelope of a call', async () => {
    const { transport, folder } = await open();
    const document = await openFixture(transport, folder);
    expect(await refusal(transport, 'inspect.nothing', {})).toEqual([404, 'unknown-call']);
    expect(await refusal(transport, 'constructor', {})).toEqual([404, 'unknown-call']);
    expect(await refusal(transport, 'inspect.bytes', { document, startByte: -1, endByte: 1 })).toEqual([
      400,
      'bad-request',
    ]);
    expect(await refusal(transport, 'inspect.bytes', { document: 'x', startByte: 0, endByte: 1 })).toEqual([
      404,
      'gone',
    ]);
    for (const name of Object.keys(streams))
      expect((await refusal(transport, name, { other: 1 }))[1]).toBe('bad-request');
  });

  it('forgets a document that was closed', async () => {
    const { transport, folder } = await open();
    const document = await openFixture(transport, folder);
    expect((await ask(transport, 'inspect.data', { document })).dtype).toBe('float32');
    await ask(transport, 'inspect.close', { document });
    expect(await askInVain(transport, 'inspect.data', { document })).toMatchObject({ kind: 'gone' });
  });

  it('compresses an array, and back to the identical file', async () => {
    const { transport, folder } = await open();
    const npy = join(folder, 'walk.npy');
    cpSync(fixturePath('plain', 'walk_f4.npy'), npy);
    await runBatch(transport, npy, 'compress');
    const packed = `${npy}.blp`;
    expect(existsSync(packed)).toBe(true);
    cpSync(packed, join(folder, 'again.npy.blp'));
    await runBatch(transport, join(folder, 'again.npy.blp'), 'decompress');
    expect(new Uint8Array(readFileSync(join(folder, 'again.npy')))).toEqual(readFixture('plain', 'walk_f4.npy'));
    const recents = await nextRecents(transport, 2);
    expect(recents.map(({ name, lastAction }) => [name, lastAction])).toEqual(
      expect.arrayContaining([
        ['walk.npy', 'compress'],
        ['again.npy.blp', 'decompress'],
      ]),
    );
  });

  it('never sends a path of the machine in a response or an event', async () => {
    const { transport, folder } = await open();
    const npy = join(folder, 'walk.npy');
    cpSync(fixturePath('plain', 'walk_f4.npy'), npy);
    const [id = ''] = await transport.admit([npy]);
    const received: unknown[] = [];
    transport.subscribe((event) => received.push(event));
    received.push(await transport.call('files.describe', { ids: [id] }));
    received.push(await transport.call('files.probe', { id, skipBytes: 2 ** 40 }));
    await runBatch(transport, npy, 'compress');
    expect(JSON.stringify(received)).not.toContain(npy);
  });
}

async function openFixture(transport: TestTransport, folder: string): Promise<string> {
  const path = join(folder, 'walk.npy');
  cpSync(fixturePath('plain', 'walk_f4.npy'), path);
  const [id = ''] = await transport.admit([path]);
  return (await ask(transport, 'inspect.open', { id })).document;
}

/** Status and kind of a refused stream. */
async function refusal(transport: TestTransport, name: string, request: unknown): Promise<[number, string]> {
  const answer = await transport.fetchStream(name, request);
  const envelope = (await answer.json()) as Result<never>; // our own
  return [answer.status, envelope.ok ? 'ok' : envelope.error.kind];
}

async function runBatch(transport: TestTransport, path: string, action: 'compress' | 'decompress'): Promise<void> {
  const [id = ''] = await transport.admit([path]);
  const batch = { ...batchOf(), items: [{ id, action }] };
  const plan = await ask(transport, 'batch.plan', batch);
  expect(plan.obstacles).toEqual([]);
  const ended = nextEvent(transport, 'jobs.changed', ({ jobs }) =>
    jobs.some((job) => job.source.id === id && (job.state === 'done' || job.state === 'failed')),
  );
  await ask(transport, 'batch.start', { batch, onCollision: 'skip' });
  const job = (await ended).jobs.find(({ source }) => source.id === id);
  expect(job?.error).toBeUndefined();
  expect(job?.state).toBe('done');
}

async function nextRecents(transport: TestTransport, count: number) {
  const now = await ask(transport, 'recents.list');
  if (now.length >= count) return now;
  return (await nextEvent(transport, 'recents.changed', ({ recents }) => recents.length >= count)).recents;
}
