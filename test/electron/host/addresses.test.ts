import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { HostPorts } from '../../../electron/host/host-ports.js';
import { fixturePath } from '../../fixtures.js';
import { noise } from '../../native/samples.js';
import { scratchFolder } from '../../scratch-folder.js';
import { type Fault, type RangeServer, served, startRangeServer } from '../remote/range-server.js';
import { virtualContainer } from '../remote/virtual-container.js';
import { batchOf } from './batch-of.js';
import { MemoryTransport, type TestTransport } from './memory-transport.js';
import { type OpenHost, openHost } from './open-host.js';
import { ask, askInVain, nextEvent } from './typed-calls.js';

const KIB = 1024;
const CHUNK_BYTES = 2 ** 20;
const PLANE = { rowAxis: 0, held: [0] };
const FEW_CELLS = { plane: PLANE, rowCount: 3, columnStart: 0, columnCount: 1, format: { kind: 'auto' } } as const;

const npy = () => served(readFileSync(fixturePath('plain', 'arange_i8.npy')));
/** 256 MiB in blocks of 32 KiB. */
const large = virtualContainer(Uint32Array.from(new Uint16Array(noise(CHUNK_BYTES / 2).buffer)), 256, 32 * KIB);

const status =
  (code: number): Fault =>
  (_, response) => {
    response.writeHead(code).end();
    return true;
  };

interface Served extends Pick<OpenHost, 'host' | 'folder'> {
  readonly transport: TestTransport;
  readonly server: RangeServer;
}

async function serve(ports: Partial<HostPorts> = {}): Promise<Served> {
  const server = await startRangeServer({ '/run/x.blp': large.file, '/a.npy': npy() });
  const { host, folder } = await openHost({ allowsPrivateAddresses: true, ...ports });
  return { transport: new MemoryTransport(host), server, host, folder };
}

async function admit({ transport }: Pick<Served, 'transport'>, address: string): Promise<string> {
  return (await ask(transport, 'files.admit-address', { address })).id;
}

describe('an address', () => {
  it('is opened as a file is, and only what is shown is moved', async () => {
    const { transport, server } = await serve();
    const id = await admit({ transport }, ` ${server.origin}/run/x.blp `);
    const moved = nextEvent(transport, 'inspect.received', ({ receivedBytes }) => receivedBytes > 70 * KIB);
    const overview = await ask(transport, 'inspect.open', { id });
    expect(overview).toMatchObject({
      kind: 'container',
      file: { id, name: 'x.blp', folder: `${server.origin}/run`, address: `${server.origin}/run/x.blp` },
      array: { shape: [large.items] },
      container: { nchunks: 256 },
      problems: [],
    });
    expect(overview.file.sizeBytes).toBe(large.file.sizeBytes);
    expect(overview.receivedBytes).toBe(server.sentBytes);
    const rowStart = large.items - 1000;
    const { document } = overview;
    const cells = await ask(transport, 'inspect.cells', { document, ...FEW_CELLS, rowStart });
    expect(cells.texts).toEqual([0, 1, 2].map((index) => String(large.itemAt(rowStart + index))));
    const bytes = await transport.fetchStream('inspect.bytes', { document, startByte: 0, endByte: 4 });
    expect(await bytes.text()).toBe('blpk');
    expect(await moved).toMatchObject({ document });
    expect(server.sentBytes).toBeLessThan(300 * KIB);
    // The details of a chunk have its checksum, which is that of the whole chunk.
    const { digest } = await ask(transport, 'inspect.chunk', { document, chunkIndex: 7 });
    expect(digest).toMatchObject({ kind: 'adler32' });
  });

  it.each([
    ['small', Uint32Array.from({ length: 128 }, (_, index) => index)],
    ['large', Uint32Array.from(new Uint16Array(noise(2 ** 15).buffer))],
  ])(
    'of a container of a million %s chunks moves less than 200 KiB for all of Overview and Chunks',
    async (_, chunk) => {
      const { transport, server } = await serve();
      const million = virtualContainer(chunk, 1_000_000, 0);
      server.files.set('/million.blp', million.file);
      const id = await admit({ transport }, `${server.origin}/million.blp`);
      const overview = await ask(transport, 'inspect.open', { id });
      expect(overview).toMatchObject({ container: { nchunks: 1_000_000 }, problems: [] });
      const { document } = overview;
      const codecs = await ask(transport, 'inspect.codecs', { document });
      expect(codecs).toMatchObject({ basis: { kind: 'sample', chunks: 10 }, groups: [{ chunks: 10, codec: 'zstd' }] });
      const ratio = expect.closeTo(chunk.byteLength / (million.storedBytes - 4), 3);
      const summary = await ask(transport, 'inspect.summary', { document });
      expect(summary).toMatchObject({
        chunks: 1_000_000,
        basis: { kind: 'sample', chunks: 5110 },
        medianRatio: ratio,
        outliers: [],
        course: { chunksPerBin: 100_000, mean: Array(10).fill(ratio) },
        checked: { unchecked: 1_000_000 },
      });
      await ask(transport, 'inspect.children', { document, start: 0, count: 200 });
      await ask(transport, 'inspect.children', { document, node: 'chunks', start: 0, count: 200 });
      const map = { document, what: 'ratio', bins: 1000 } as const;
      const all = await transport.fetchStream('inspect.map', { ...map, start: 0, end: 250_000 });
      const values = new Float32Array(await all.arrayBuffer());
      expect(values.length).toBe(3000);
      expect(values.filter((value) => !Number.isNaN(value))).toEqual(new Float32Array(27).fill(values[0] ?? 0));
      const table = { document, orderBy: 'index', descending: false } as const;
      const page = await ask(transport, 'inspect.chunks', { ...table, start: 0, count: 200 });
      expect(page).toMatchObject({ total: 1_000_000, rows: Array(200).fill({ plainBytes: chunk.byteLength, ratio }) });
      expect(server.sentBytes).toBeLessThan(200 * KIB);

      const zoomed = await transport.fetchStream('inspect.map', { ...map, start: 700_000, end: 700_500 });
      expect(new Float32Array(await zoomed.arrayBuffer())).toEqual(new Float32Array(500).fill(values[0] ?? 0));
      const inChunk = million.file.sizeBytes - million.storedBytes * 300_000 + 5;
      const place = await ask(transport, 'inspect.locate', { document, offsetBytes: inChunk });
      expect(place).toMatchObject({ chunkIndex: 700_000 });
      const { filterProblem } = await ask(transport, 'inspect.chunks', {
        ...table,
        start: 0,
        count: 9,
        filter: 'codec is lz4',
      });
      expect(filterProblem).toContain('not all read from a server');
      expect(server.sentBytes).toBeLessThan(400 * KIB);
    },
  );

  it.each([true, false])(
    'of a container without offsets (counted: %s) is searched in part until all is asked for',
    async (counted) => {
      const { transport, server } = await serve();
      const chunk = Uint32Array.from(new Uint16Array(noise(2 ** 15).buffer));
      const long = virtualContainer(chunk, 1000, 0, { offsets: false, counted });
      server.files.set('/long.blp', long.file);
      const id = await admit({ transport }, `${server.origin}/long.blp`);
      const { document, problems } = await ask(transport, 'inspect.open', { id });
      expect(problems).toMatchObject([
        { kind: 'searched-in-part', message: expect.stringContaining('the first 256 are') },
      ]);
      const page = () =>
        ask(transport, 'inspect.chunks', { document, orderBy: 'index', descending: false, start: 0, count: 1 });
      await expect.poll(page).toMatchObject({ total: 256, walkedChunks: 256, isWalkWaiting: true });
      expect(server.requests.length).toBeLessThan(300);
      const ended = nextEvent(transport, 'inspect.changed', ({ what, done }) => what === 'walk' && done === 1);
      await ask(transport, 'inspect.find-chunks', { document });
      await ended;
      const all = await page();
      expect(all.total).toBe(1000);
      expect(all.walkedChunks).toBeUndefined();
      expect(all.isWalkWaiting).toBeUndefined();
      const cells = await ask(transport, 'inspect.cells', { document, ...FEW_CELLS, rowStart: long.items - 3 });
      expect(cells.texts).toEqual([3, 2, 1].map((before) => String(long.itemAt(long.items - before))));
    },
  );

  it('of a container without offsets is searched as far as values are shown', async () => {
    const { transport, server } = await serve();
    const chunk = Uint32Array.from(new Uint16Array(noise(2 ** 15).buffer));
    const long = virtualContainer(chunk, 1000, 0, { offsets: false });
    server.files.set('/long.blp', long.file);
    const id = await admit({ transport }, `${server.origin}/long.blp`);
    const { document } = await ask(transport, 'inspect.open', { id });
    const rowStart = 500 * chunk.length;
    const cells = await ask(transport, 'inspect.cells', { document, ...FEW_CELLS, rowStart });
    expect(cells.texts).toEqual([0, 1, 2].map((after) => String(long.itemAt(rowStart + after))));
    expect(server.requests.length).toBeLessThan(600);
  });

  it('has one id, and one document a call', async () => {
    const served = await serve();
    const address = `${served.server.origin}/a.npy`;
    const id = await admit(served, address);
    expect(await admit(served, `${address}#part`)).toBe(id);
    const { document } = await ask(served.transport, 'inspect.open', { id });
    expect(await ask(served.transport, 'inspect.data', { document })).toMatchObject({ shape: [8315], dtype: 'int64' });
    expect(await ask(served.transport, 'inspect.reload', { document })).toMatchObject({ document, kind: 'npy' });
    expect(await ask(served.transport, 'inspect.close', { document })).toBeNull();
  });

  it('is one of a file on a server', async () => {
    const { transport } = await serve();
    const none = [
      'ftp://example.org/x',
      'file:///etc/passwd',
      '/etc/passwd',
      'https://',
      's3://bucket',
      'x.blp',
      'data:,x',
    ];
    for (const address of none) {
      expect(await askInVain(transport, 'files.admit-address', { address })).toMatchObject({ kind: 'argument' });
    }
  });

  it('is the source of a job whose output is in a folder of this machine', async () => {
    const { transport, server, host, folder } = await serve();
    const id = await admit({ transport }, `${server.origin.replace('//', '//me:word@')}/a.npy?sign=hidden`);
    const [facts] = await ask(transport, 'files.describe', { ids: [id] });
    expect(facts).toMatchObject({ name: 'a.npy', kind: 'npy', sizeBytes: 66_648, array: { shape: [8315] } });
    const [folderId = ''] = host.admitPaths([folder]);
    const batch = { ...batchOf(), items: [{ id, action: 'compress' as const }] };
    const beside = await ask(transport, 'batch.plan', batch);
    expect(beside.leftOut).toMatchObject([{ reason: "'a.npy' is on a server; choose a folder for its output." }]);
    const placed = { ...batch, place: { kind: 'folder', folderId } as const, trashSources: true };
    expect(await ask(transport, 'batch.estimate', { sources: [{ id }], options: batch.options })).toEqual([]);
    const ended = nextEvent(transport, 'jobs.changed', ({ jobs }) => jobs.some(({ state }) => state === 'done'));
    await ask(transport, 'batch.start', { batch: placed, onCollision: 'skip' });
    const [job] = (await ended).jobs;
    expect(job).toMatchObject({ source: { id, name: 'a.npy', folder: server.origin }, output: { name: 'a.npy.blp' } });
    const details = await ask(transport, 'jobs.details', { id: job?.id ?? '' });
    expect(JSON.stringify([job, details, facts, beside])).not.toMatch(/:word|hidden/);
    const { document } = await ask(transport, 'inspect.open', { id: job?.output?.id ?? '' });
    expect(await ask(transport, 'inspect.data', { document })).toMatchObject({ shape: [8315], dtype: 'int64' });
  });

  it('is verified for the open document, and not changed', async () => {
    const { transport, server } = await serve();
    server.files.set('/g.blp', served(readFileSync(fixturePath('golden', 'defaults.blp'))));
    const { document } = await ask(transport, 'inspect.open', {
      id: await admit({ transport }, `${server.origin}/g.blp`),
    });
    const ended = nextEvent(transport, 'jobs.changed', ({ jobs }) => jobs.some(({ state }) => state === 'done'));
    await ask(transport, 'inspect.verify', { document });
    const match = (await ended).jobs[0]?.checked?.match;
    expect(match).toBeGreaterThan(0);
    await expect
      .poll(async () => (await ask(transport, 'inspect.summary', { document })).checked)
      .toMatchObject({ match, unchecked: 0 });
    expect(await askInVain(transport, 'inspect.write-metadata', { document, json: '{}' })).toMatchObject({
      kind: 'argument',
      message: expect.stringContaining('on a server'),
    });
  });

  it('is no source of a job where it is of another kind', async () => {
    const { transport, server } = await serve();
    server.files.set('/raw', served(new Uint8Array(100)));
    const id = await admit({ transport }, `${server.origin}/raw`);
    const [facts] = await ask(transport, 'files.describe', { ids: [id] });
    expect(facts).toMatchObject({ kind: 'unreadable', actions: [], problem: { kind: 'argument' } });
  });
});

describe('secrets of an address', () => {
  it('go to its server, and nowhere else', async () => {
    const { transport, server } = await serve();
    const secret = `${server.origin.replace('//', '//me:word@')}/a.npy?sign=hidden`;
    const id = await admit({ transport }, secret);
    const overview = await ask(transport, 'inspect.open', { id });
    expect(server.requests[0]).toMatchObject({
      url: '/a.npy?sign=hidden',
      headers: { authorization: expect.any(String) },
    });
    server.faults.push(status(403), status(403));
    const shown = [
      overview,
      await askInVain(transport, 'inspect.open', { id }),
      await ask(transport, 'recents.list'),
      await ask(transport, 'jobs.list'),
    ];
    expect(overview.file.address).toBe(`${server.origin}/a.npy?...`);
    expect(JSON.stringify(shown)).not.toMatch(/word|hidden/);
  });

  it('are those of each document where two addresses differ in nothing else', async () => {
    const { transport, server } = await serve();
    const plain = `${server.origin}/a.npy`;
    const authorizations = async (address: string) => {
      const from = server.requests.length;
      await ask(transport, 'inspect.open', { id: await admit({ transport }, address) });
      return server.requests.slice(from).map(({ headers }) => headers.authorization);
    };
    const mine = await ask(transport, 'inspect.open', {
      id: await admit({ transport }, plain.replace('//', '//me:word@')),
    });
    const [authorization] = server.requests.map(({ headers }) => headers.authorization);
    expect(await authorizations(plain)).not.toContainEqual(expect.any(String));
    expect(await authorizations(plain.replace('//', '//you:other@'))).not.toContain(authorization);
    const from = server.requests.length;
    await ask(transport, 'inspect.reload', { document: mine.document });
    const reloaded = server.requests.slice(from).map(({ headers }) => headers.authorization);
    expect(new Set(reloaded)).toEqual(new Set([authorization]));
  });

  it('are not among the recent files, which keep the rest of the address, also where the host has roots', async () => {
    const { transport, server } = await serve({ roots: [scratchFolder()] });
    const listed = nextEvent(transport, 'recents.changed');
    const id = await admit({ transport }, `${server.origin.replace('//', '//me:word@')}/a.npy`);
    await ask(transport, 'inspect.open', { id });
    const [recent] = (await listed).recents;
    expect(recent).toMatchObject({ name: 'a.npy', address: `${server.origin}/a.npy`, missing: false, kind: 'npy' });
    expect(JSON.stringify(recent)).not.toContain('word');
    expect(await ask(transport, 'inspect.open', { id: recent?.id ?? '' })).toMatchObject({ kind: 'npy' });
    expect(server.requests.at(-1)?.headers.authorization).toBeUndefined();
    await ask(transport, 'recents.remove', { id: recent?.id ?? '' });
    expect(await ask(transport, 'recents.list')).toEqual([]);
  });
});

describe('what a server does', () => {
  const statuses = [
    [401, { code: 'EACCES', message: expect.stringContaining('asks for credentials') }],
    [403, { code: 'EACCES', message: "Cannot read 'a.npy': the server does not allow it (403 Forbidden)" }],
    [404, { code: 'ENOENT', message: expect.stringContaining('no such file on the server') }],
    [410, { code: 'ENOENT', message: expect.stringContaining('no longer on the server') }],
  ] as const;

  it('becomes one sentence', async () => {
    const served = await serve();
    const id = await admit(served, `${served.server.origin}/a.npy`);
    for (const [code, error] of statuses) {
      served.server.faults.push(status(code));
      const found = await askInVain(served.transport, 'inspect.open', { id });
      expect(found).toMatchObject({ kind: 'io', remedy: expect.any(String), ...error });
    }
    expect(await ask(served.transport, 'inspect.open', { id })).toMatchObject({ kind: 'npy' });
    const closed = await admit(served, 'http://127.0.0.1:1/a.npy');
    const error = await askInVain(served.transport, 'inspect.open', { id: closed });
    expect(error).toMatchObject({
      code: 'ECONNREFUSED',
      message: expect.stringContaining('does not accept connections'),
    });
  });

  it('is noticed where it changes a file: that is an error of the call, and offers to be read again', async () => {
    const { transport, server } = await serve();
    const id = await admit({ transport }, `${server.origin}/a.npy`);
    const { document } = await ask(transport, 'inspect.open', { id });
    server.files.set('/a.npy', { ...npy(), headers: { etag: '"2"' } });
    const changed = nextEvent(transport, 'inspect.changed', ({ what }) => what === 'file');
    const cells = { document, ...FEW_CELLS, rowStart: 8312 };
    expect(await askInVain(transport, 'inspect.cells', cells)).toMatchObject({ code: 'ESTALE' });
    expect(await changed).toMatchObject({ document });
    expect(await ask(transport, 'inspect.reload', { document })).toMatchObject({ document, problems: [] });
    expect((await ask(transport, 'inspect.cells', cells)).texts).toEqual(['8312', '8313', '8314']);
  });

  it('is told where it sends no ranges: a small file is downloaded, a large one is not', async () => {
    const { transport, server } = await serve();
    server.faults.push((request) => {
      delete request.headers.range;
      return false;
    });
    const id = await admit({ transport }, `${server.origin}/a.npy`);
    const { problems, receivedBytes } = await ask(transport, 'inspect.open', { id });
    expect(problems).toMatchObject([{ severity: 'notice', message: expect.stringContaining('sends no parts') }]);
    expect(receivedBytes).toBe(66_648);
    server.files.set('/big', { sizeBytes: 2 ** 30, read: () => new Uint8Array(0) });
    server.faults.push((_, response) => {
      response.writeHead(200, { 'content-length': 2 ** 30 }).flushHeaders();
      return true;
    });
    const big = await admit({ transport }, `${server.origin}/big`);
    expect(await askInVain(transport, 'inspect.open', { id: big })).toMatchObject({ code: 'ENORANGES' });
  });
});

it('does not ask servers of private networks unless that was allowed', async () => {
  const served = await serve({ allowsPrivateAddresses: false });
  for (const host of ['127.0.0.1', '2130706433', '[::ffff:127.0.0.1]', 'localhost']) {
    const id = await admit(served, `http://${host}:${new URL(served.server.origin).port}/a.npy`);
    expect(await askInVain(served.transport, 'inspect.open', { id })).toMatchObject({
      code: 'EPRIVATE',
      remedy: expect.stringContaining('--allow-private-addresses'),
    });
  }
  expect(served.server.requests).toEqual([]);
});
