import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { type FileHandle, open, stat, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, type TestContext, test } from 'vitest';
import { Container } from '../../../electron/engine/container/container.js';
import { noise } from '../../native/samples.js';
import { scratchFolder } from '../../scratch-folder.js';

const GIB = 2 ** 30;
const PLAIN_BYTES = 4 * GIB + 2 ** 26;
/** Bytes that are not zero: at both ends, across chunks, beyond 2^32, and at an odd place. */
const markPositions = [0, 2 ** 20 - 50, 3 * GIB + 17, 4 * GIB - 33, PLAIN_BYTES - 1000];
const mark = noise(1000);
/** The unpacked file is real: no holes. */
const NEEDED_BYTES = 5 * GIB;

const script = join(import.meta.dirname, 'large-round-trip.mjs');
const bundle = join(import.meta.dirname, '../../../dist/engine.cjs');

interface Report {
  readonly storedBytes: number;
  readonly maxRssBytes: number;
}

async function requireRoom(context: TestContext): Promise<void> {
  if (!existsSync(bundle)) context.skip('dist/engine.cjs is not built: run npm run build');
  const { bavail, bsize } = await statfs(tmpdir());
  if (bavail * bsize < NEEDED_BYTES) context.skip(`less than ${NEEDED_BYTES / GIB} GiB free in ${tmpdir()}`);
}

/** A memory file system reads holes without using memory; on a disk they would fill the page cache with 4 GiB of zeros. */
function sparseDirectory(): string {
  const parent = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
  const path = mkdtempSync(join(parent, 'bloscpack-test-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

async function makeSparseFile(path: string): Promise<void> {
  const file = await open(path, 'wx');
  await file.truncate(PLAIN_BYTES);
  for (const position of markPositions) await file.write(mark, 0, mark.byteLength, position);
  await file.close();
}

async function bytesAt(file: FileHandle, position: number, lengthBytes: number): Promise<Uint8Array> {
  const { buffer, bytesRead } = await file.read(new Uint8Array(lengthBytes), 0, lengthBytes, position);
  return buffer.subarray(0, bytesRead);
}

/** The marks with the bytes around them, and positions distributed over the whole file. */
const samplePositions = [
  ...markPositions.map((position) => Math.max(0, position - 500)),
  ...Array.from({ length: 500 }, (_, n) => Math.floor((n * PLAIN_BYTES) / 500)),
];

describe('a sparse file of more than 4 GiB', () => {
  test('is compressed and decompressed in less than 200 MiB of memory', { timeout: 600_000 }, async (context) => {
    await requireRoom(context);
    const directory = scratchFolder();
    const plain = join(sparseDirectory(), 'plain');
    const [container, unpacked] = [join(directory, 'plain.blp'), join(directory, 'unpacked')];
    await makeSparseFile(plain);
    const { stdout } = await promisify(execFile)(process.execPath, [script, plain, container, unpacked]);
    const report = JSON.parse(stdout) as Report; // written by the script beside this file
    expect(report.maxRssBytes).toBeLessThan(200 * 2 ** 20);
    expect(report.storedBytes).toBeLessThan(64 * 2 ** 20);
    expect((await stat(unpacked)).size).toBe(PLAIN_BYTES);
    const [before, after] = [await open(plain), await open(unpacked)];
    for (const position of samplePositions) {
      const expected = await bytesAt(before, position, 2000);
      expect(Buffer.compare(await bytesAt(after, position, 2000), expected)).toBe(0);
    }
    await Promise.all([before.close(), after.close()]);
    await expectRandomAccess(container);
  });
});

/** Positions beyond 2^32 are exact here too. */
async function expectRandomAccess(path: string): Promise<void> {
  const container = await Container.open(path);
  expect(await container.plainBytes()).toBe(PLAIN_BYTES);
  for (const position of markPositions) expect(await container.readBytes(position, position + 1000)).toEqual(mark);
  expect(container.stats.blocksDecoded).toBeLessThan(20);
  await container.close();
}
