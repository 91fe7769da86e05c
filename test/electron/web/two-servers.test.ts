import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openServerData, type ServerData } from '../../../electron/host/files/server-data.js';
import { scratchFolder } from '../../scratch-folder.js';
import { batchOf } from '../host/batch-of.js';
import { ask, nextEvent } from '../host/typed-calls.js';
import { type OpenWebHost, openWebHost } from './open-web-host.js';
import { SocketTransport } from './socket-transport.js';

function setUp() {
  const folder = scratchFolder();
  const [one, other] = [join(folder, 'one'), join(folder, 'other')];
  for (const path of [one, other]) mkdirSync(path);
  return { folder, data: join(folder, 'data'), one, other };
}

async function open(data: string, ...roots: readonly string[]): Promise<ServerData> {
  const opened = await openServerData(data, roots);
  onTestFinished(() => opened.release());
  return opened;
}

it('uses separate data for each set of roots, in whatever order they are named', async () => {
  const { data, one, other } = setUp();
  const [first, second, both] = [await open(data, one), await open(data, other), await open(data, one, other)];
  expect(new Set([first, second, both].map(({ queueFile }) => queueFile)).size).toBe(3);
  expect(new Set([first, second, both].map(({ dataFolder }) => dataFolder)).size).toBe(3);
  expect((await open(data, other, one)).dataFolder).toBe(both.dataFolder);
  expect(first.queueHeldBy).toBeUndefined();
});

it('gives a second server with the same roots a separate queue, and names the first server', async () => {
  const { data, one } = setUp();
  const first = await open(data, one);
  const second = await open(data, one);
  expect(second.queueFile).not.toBe(first.queueFile);
  expect(second.queueHeldBy).toMatchObject({ pid: process.pid });
  expect(second.inheritedQueueFiles).toEqual([]);
  expect(second.dataFolder).toBe(first.dataFolder);
});

it('takes over the queues of all servers that have ended, and of none that runs', async () => {
  const { data, one } = setUp();
  const servers = [await open(data, one), await open(data, one), await open(data, one)];
  await servers[0]?.release();
  await servers[2]?.release();
  const next = await open(data, one);
  expect(next.queueFile).toBe(servers[0]?.queueFile);
  expect(next.inheritedQueueFiles).toEqual([servers[2]?.queueFile]);
});

it('is not accessible for other users, including existing files', async () => {
  const { data, one } = setUp();
  mkdirSync(join(data, 'uploads', 'x'), { recursive: true, mode: 0o755 });
  for (const name of ['queue.json', 'settings.json', 'uploads/x/private']) {
    writeFileSync(join(data, name), 'x', { mode: 0o644 });
  }
  chmodSync(data, 0o755);
  await open(data, one);
  for (const entry of ['', ...(readdirSync(data, { recursive: true }) as string[])]) {
    const stats = statSync(join(data, entry));
    expect(stats.mode & 0o777, entry).toBe(stats.isDirectory() ? 0o700 : 0o600);
  }
});

it('does not change the rights of a folder with other files, nor of those files', async () => {
  const { data, one } = setUp();
  mkdirSync(data);
  chmodSync(data, 0o755);
  writeFileSync(join(data, 'foreign'), 'x');
  chmodSync(join(data, 'foreign'), 0o644);
  const { dataFolder } = await open(data, one);
  expect([data, join(data, 'foreign')].map((path) => statSync(path).mode & 0o777)).toEqual([0o755, 0o644]);
  expect(statSync(dataFolder).mode & 0o777).toBe(0o700);
});

/** Compresses a file of this name in the root, and answers when that is done. */
async function compress(web: OpenWebHost, transport: SocketTransport, name: string): Promise<void> {
  writeFileSync(join(web.folder, name), name.repeat(1000));
  const [id = ''] = await transport.admit([join(web.folder, name)]);
  const ended = nextEvent(transport, 'jobs.changed', ({ jobs }) => jobs.some(({ state }) => state === 'done'));
  await ask(transport, 'batch.start', {
    batch: { ...batchOf(), items: [{ id, action: 'compress' }] },
    onCollision: 'skip',
  });
  await ended;
}

it('lets two servers work at the same time, and the one go on when the other ends', async () => {
  const scratch = scratchFolder();
  const servers = [await openWebHost(scratch), await openWebHost(scratch)] as const;
  expect(servers[0].host.notice).toBeUndefined();
  expect(servers[1].host.notice).toContain(`process ${process.pid}`);
  const pages = [await SocketTransport.open(servers[0]), await SocketTransport.open(servers[1])] as const;
  const changes = Array.from({ length: 20 }, (_, turn) =>
    ask(pages[turn % 2] ?? pages[0], 'settings.set', { units: turn % 4 < 2 ? 'si' : 'iec' }),
  );
  await Promise.all([compress(servers[0], pages[0], 'a'), compress(servers[1], pages[1], 'b'), ...changes]);
  expect((await ask(pages[0], 'jobs.list')).jobs.map(({ source }) => source.name)).toEqual(['a']);
  expect((await ask(pages[1], 'jobs.list')).jobs.map(({ source }) => source.name)).toEqual(['b']);
  await servers[0].host.close();
  await compress(servers[1], pages[1], 'c');
  const outputs = readdirSync(servers[1].folder).filter((name) => name.endsWith('.blp'));
  expect(outputs.sort()).toEqual(['a.blp', 'b.blp', 'c.blp']);
  const next = await SocketTransport.open(await openWebHost(scratch));
  expect(['si', 'iec']).toContain((await ask(next, 'settings.get')).units);
  expect((await ask(next, 'jobs.list')).jobs.map(({ source }) => source.name)).toEqual(['a']);
});
