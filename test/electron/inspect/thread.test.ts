import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { bundleForNode } from '../../../build/vite.node.mjs';
import type { InspectEvent, InspectService } from '../../../electron/inspect/inspect-service.js';
import { ThreadClient } from '../../../electron/threads/thread-client.js';
import { errorTransport } from '../../../shared/errors/contract-error.js';
import { fixturePath, readFixture } from '../../fixtures.js';
import { until } from '../../until.js';
import { orderOf } from './inspectors.js';

const root = join(import.meta.dirname, '../../..');
const nativeFile = join(root, 'dist/native/bloscpack.node');

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'inspect-thread-'));
  await bundleForNode({ entry: 'electron/inspect/inspect-worker.ts', file: 'inspect.cjs' }, { root, outDir: folder });
});
afterAll(() => rmSync(folder, { recursive: true }));

function startThread(): { thread: ThreadClient<InspectService>; events: InspectEvent[] } {
  const events: InspectEvent[] = [];
  const files = { workerFile: join(folder, 'inspect.cjs'), nativeFile };
  const thread = new ThreadClient<InspectService>({ name: "inspector's", files, errors: errorTransport }, (event) =>
    events.push(event),
  );
  onTestFinished(() => thread.end());
  return { thread, events };
}

const never = new AbortController().signal;

describe("the inspector's thread", () => {
  test('returns the inspector’s responses to calls', async () => {
    const { thread } = startThread();
    const { document, container } = await thread.call('open', orderOf(fixturePath('golden', 'append_twice.blp')));
    expect(container?.nchunks).toBe(13);
    expect(await thread.call('inspect.summary', { document })).toMatchObject({ chunks: 13 });
    expect(await thread.call('inspect.close', { document })).toBeNull();
    await expect(thread.call('inspect.summary', { document })).rejects.toThrow('no longer open');
  });

  test('keeps the kind and the fields of errors', async () => {
    const { thread } = startThread();
    const { document } = await thread.call('open', orderOf(fixturePath('plain', 'arange_i8.npy')));
    await expect(thread.call('inspect.summary', { document })).rejects.toMatchObject({
      name: 'CallError',
      error: { kind: 'format' },
    });
    const gone = { ...orderOf(fixturePath('manifest.json')), path: join(folder, 'none') };
    await expect(thread.call('open', gone)).rejects.toMatchObject({
      name: 'CallError',
      error: { kind: 'io', code: 'ENOENT' },
    });
  });

  test('streams bytes, one piece at a time, and stops when the body is left', async () => {
    const { thread } = startThread();
    const { document } = await thread.call('open', orderOf(fixturePath('golden', 'append_twice.blp')));
    const request = { document, export: { what: 'structure' } } as const;
    const whole = await thread.stream('inspect.export', request, never);
    expect(whole).toMatchObject({ contentType: 'application/json', fileName: 'append_twice.blp.structure.json' });
    const pieces: Uint8Array[] = [];
    for await (const piece of whole.body) pieces.push(piece);
    expect(JSON.parse(Buffer.concat(pieces).toString()).structure).toHaveLength(4);
    const left = await thread.stream('inspect.export', request, never);
    for await (const _ of left.body) break;
    const controller = new AbortController();
    const stopped = await thread.stream('inspect.export', request, controller.signal);
    controller.abort();
    await expect(stopped.body[Symbol.asyncIterator]().next()).rejects.toMatchObject({ kind: 'cancelled' });
    await expect(thread.stream('inspect.export', { ...request, document: 'none' }, never)).rejects.toThrow(
      'no longer open',
    );
  });

  test('exports a chunk as it is stored', async () => {
    const { thread } = startThread();
    const { document } = await thread.call('open', orderOf(fixturePath('golden', 'codec_lz4.blp')));
    const request = { document, export: { what: 'chunk', chunkIndex: 0, as: 'stored' } } as const;
    const { body, sizeBytes } = await thread.stream('inspect.export', request, never);
    const pieces: Uint8Array[] = [];
    for await (const piece of body) pieces.push(piece);
    const bytes = Buffer.concat(pieces);
    expect(bytes.byteLength).toBe(sizeBytes);
    expect(Buffer.from(readFixture('golden', 'codec_lz4.blp')).includes(bytes)).toBe(true);
  });

  test('passes on events and verdicts', async () => {
    const { thread, events } = startThread();
    const path = fixturePath('golden', 'append_twice.blp');
    const { document } = await thread.call('open', orderOf(path));
    await thread.call('checks', { path, batch: { firstChunk: 0, states: Uint8Array.of(2) } });
    await until(() => events.length > 0);
    expect(events[0]).toMatchObject({ name: 'inspect.changed', payload: { document, what: 'checks' } });
    expect(await thread.call('inspect.summary', { document })).toMatchObject({ checked: { mismatch: 1 } });
  });

  test('fails pending calls when it ends, and starts again with the next call', async () => {
    const { thread } = startThread();
    await thread.call('open', orderOf(fixturePath('golden', 'codec_lz4.blp')));
    const underWay = thread.call('open', orderOf(fixturePath('golden', 'codec_lz4.blp')));
    underWay.catch(() => undefined);
    await thread.end();
    await underWay.catch((error: Error) => expect(error.message).toContain('ended'));
    expect(await thread.call('open', orderOf(fixturePath('golden', 'codec_lz4.blp')))).toMatchObject({
      kind: 'container',
    });
  });
});
