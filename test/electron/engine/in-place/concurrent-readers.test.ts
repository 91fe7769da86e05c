import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Container } from '../../../../electron/engine/container/container.js';
import { openContainerFile } from '../../../../electron/engine/in-place/container-file.js';
import { packBytesToFile, unpackBytesFromFile } from '../../../../electron/engine/pack/convenience.js';
import { verifyContainer } from '../../../../electron/engine/verify/verify-container.js';
import { type JsonValue, toPlainJs } from '../../../../shared/format/json.js';
import { caseCount } from '../../../cases.js';
import { fastScratchDirectory, startScript } from './appending-process.js';

/** Appends data of random sizes until the parent stops it; each append stores the size in the metadata. Reports every size before. */
const WRITER = `
const [path, patternBytes] = args;
const pattern = Buffer.from(patternBytes, 'latin1');
let size = Number(args[2]);
let stop = false;
process.on('message', () => { stop = true; });
(async () => {
  while (!stop) {
    const more = Buffer.alloc(1 + Math.floor(Math.random() * 6000));
    for (let at = 0; at < more.length; at++) more[at] = pattern[(size + at) % pattern.length];
    size += more.length;
    process.send(size);
    await engine.append(path, [more], { metadata: { size }, nthreads: 1 });
  }
  process.disconnect();
})();`;

/** A prime number of bytes, so that a chunk in the wrong place is detected. */
const pattern = Buffer.from(Array.from({ length: 251 }, (_, at) => 1 + ((at * 37) % 127)));

function isPattern(bytes: Uint8Array): boolean {
  const expected = Buffer.alloc(bytes.byteLength, pattern);
  return expected.equals(bytes);
}

interface ReadResult {
  readonly bytes: Uint8Array;
  readonly metadata: JsonValue | undefined;
}

/** In sequence, and by random access. */
const readers: readonly ((path: string) => Promise<ReadResult>)[] = [
  (path) => unpackBytesFromFile(path),
  async (path) => {
    const container = await Container.open(path);
    try {
      const metadata = await container.metadata();
      const bytes = await container.readBytes(0, await container.plainBytes());
      return { bytes, metadata: metadata?.kind === 'json' ? metadata.value : undefined };
    } finally {
      await container.close();
    }
  },
];

/** A full check finds no damage, or reports that the file changed. */
async function expectNoDamage(path: string): Promise<void> {
  const reader = await openContainerFile(path);
  const report = await verifyContainer(reader)
    .catch((error: unknown) => {
      expect(error).toMatchObject({ kind: 'io', code: 'ESTALE' });
      return { problems: [] };
    })
    .finally(() => reader.close());
  expect(report.problems).toEqual([]);
}

const MIN_READS = caseCount(30, 200);
const MIN_APPENDS = caseCount(60, 500);

/** Reads repeatedly while another process appends. */
async function race(offsets: boolean): Promise<{ readonly reads: number; readonly stale: number }> {
  const path = join(fastScratchDirectory(), 'x.blp');
  const plain = Buffer.alloc(10_000, pattern);
  const bloscpack = offsets ? { maxAppChunks: 100_000 } : { offsets };
  await packBytesToFile(plain, path, { chunkSize: 4096, bloscpack, metadata: { size: plain.length } });
  const sizes = new Set([plain.length]);
  const child = startScript(WRITER, path, pattern.toString('latin1'), String(plain.length));
  child.on('message', (size) => sizes.add(Number(size)));
  await once(child, 'message');
  const received: number[] = [];
  let stale = 0;
  for (let turn = 0; turn < MIN_READS || sizes.size < MIN_APPENDS; turn++) {
    if (turn % 4 === 0) await expectNoDamage(path);
    const read = readers[turn % readers.length];
    const found = await read?.(path).catch((error: unknown) => {
      if (offsets || (error as { code?: string }).code !== 'ESTALE') throw error; // an error of any kind may have a code
      stale++;
    });
    if (!found) continue;
    expect(isPattern(found.bytes)).toBe(true);
    expect(toPlainJs(found.metadata ?? null)).toEqual({ size: found.bytes.byteLength });
    received.push(found.bytes.byteLength);
  }
  child.send('stop');
  const [code] = await once(child, 'exit');
  expect(code).toBe(0);
  expect(received.filter((size) => !sizes.has(size))).toEqual([]);
  expect(received).toEqual([...received].sort((a, b) => a - b));
  return { reads: received.length, stale };
}

describe('while another process appends again and again', () => {
  test('every reader gets the old content or the new, data and metadata', async () => {
    expect(await race(true)).toMatchObject({ stale: 0 });
  });

  test('a reader without offsets gets right content or an error to read again', async () => {
    const { reads, stale } = await race(false);
    expect(reads + stale).toBeGreaterThanOrEqual(MIN_READS);
  });
});
