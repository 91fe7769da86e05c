import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { adler32, bloscVersion } from '../../native/index.js';
import { loadAddon } from '../../native/load.js';
import { expectNativeError } from './expect-native-error.js';

const addonPath = join(import.meta.dirname, '../../dist/native/bloscpack.node');

describe('the loader', () => {
  it('reports platform, cause and remedy when the file is missing', async () => {
    const missing = join(tmpdir(), 'there-is-no-bloscpack.node');
    const error = await expectNativeError('load-failed', () => loadAddon(missing));
    expect(error.message).toContain(`${process.platform}-${process.arch}, Node ${process.versions.node}`);
    expect(error.message).toContain(`${missing}: there is no such file`);
    expect(error.message).toContain('npm run build');
  });

  it('reports the cause when the file is not a library', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bloscpack-load-'));
    const garbage = join(folder, 'bloscpack.node');
    writeFileSync(garbage, 'not a library');
    const error = await expectNativeError('load-failed', () => loadAddon(garbage));
    rmSync(folder, { recursive: true });
    expect(error.message.split('\n')[1]).toMatch(/^- .+bloscpack\.node: .{10,}/);
  });
});

it('has the versions of the codecs that wrote the golden files', () => {
  expect(bloscVersion()).toEqual({
    blosc: '1.21.3',
    date: '2022-12-15',
    codecs: { blosclz: '2.5.1', lz4: '1.9.4', lz4hc: '1.9.4', snappy: '1.1.9', zlib: '1.2.13', zstd: '1.5.4' },
  });
});

/** A worker that packs and unpacks `times` times and then reports whether the bytes are equal; without an end, it reports every time. */
const workerSource = `
  const { parentPort, workerData } = require('node:worker_threads');
  const module_ = { exports: {} };
  const { path, times } = workerData;
  process.dlopen(module_, path);
  const addon = module_.exports;
  const none = new Uint8Array(0), counters = new Uint8Array(new SharedArrayBuffer(32));
  const plain = new Uint8Array(100000).fill(7), packed = new Uint8Array(102000), back = new Uint8Array(100000);
  const settings = new Uint8Array(Int32Array.of(5, 5, 1, 8, 0).buffer);
  const lengths = new Uint8Array(400), headers = new Uint8Array(1600), limits = [3, 1e6, counters];
  (async () => {
    for (let i = 0; i < times; i++) {
      const size = await addon.packRun(-1, 0, 0, plain, 1000, 1000, 1, settings, 1, -1, 0, packed, lengths, ...limits);
      const stored = packed.subarray(0, size);
      await addon.unpackRun(
        -1, 0, 0, stored, 100, 1000, 1000, 1000, 0, 1e5, 2, 1, -1, 0, back, headers, none, none, ...limits);
      if (times === Infinity) parentPort.postMessage(i);
    }
    parentPort.postMessage(Buffer.compare(plain, back));
  })();
`;

function startWorker(times: number): Worker {
  return new Worker(workerSource, { eval: true, workerData: { path: addonPath, times } });
}

describe('in worker threads', () => {
  it('works in four threads and the main thread in parallel, and after they have ended', async () => {
    const results = Array.from({ length: 4 }, () => {
      const worker = startWorker(20);
      const message = new Promise((resolve, reject) => {
        worker.once('message', resolve).once('error', reject);
      });
      const exit = new Promise((resolve) => {
        worker.once('exit', resolve);
      });
      return Promise.all([message, exit]);
    });
    expect(adler32(new Uint8Array(10))).toBe(0x000a0001);
    await expect(Promise.all(results)).resolves.toEqual(Array.from({ length: 4 }, () => [0, 0]));
    expect(adler32(new Uint8Array(10))).toBe(0x000a0001);
  });

  it('works after a worker was terminated in the middle of its work', async () => {
    for (let times = 0; times < 10; times++) {
      const worker = startWorker(Number.POSITIVE_INFINITY);
      await new Promise<void>((resolve) => {
        worker.on('message', (done) => {
          if (done === times) resolve();
        });
      });
      await worker.terminate();
    }
    expect(adler32(new Uint8Array(10))).toBe(0x000a0001);
  });
});
