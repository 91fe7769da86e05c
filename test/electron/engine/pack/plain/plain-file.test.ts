import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compressedBytesSource } from '../../../../../electron/engine/pack/compressed/compressed-source.js';
import { packBytesToBytes } from '../../../../../electron/engine/pack/convenience.js';
import { plainFileSink, plainFileSource } from '../../../../../electron/engine/pack/plain/plain-file.js';
import { unpack } from '../../../../../electron/engine/pack/unpack.js';
import { supportsFileRanges } from '../../../../../native/index.js';
import { noise, ramp } from '../../../../native/samples.js';
import { scratchFolder } from '../../../../scratch-folder.js';

const bytes = noise(1000);

function fileOf(content: Uint8Array): string {
  const path = join(scratchFolder(), 'plain');
  writeFileSync(path, content);
  return path;
}

describe('a plain file source', () => {
  test('has the range of the file for native code, and the same bytes in pieces', async () => {
    const path = fileOf(bytes);
    const rangeEnds = fc.tuple(fc.nat(1200), fc.nat(1200)).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
    await fc.assert(
      fc.asyncProperty(rangeEnds, async ([startByte, endByte]) => {
        const source = await plainFileSource(path, { startByte, endByte });
        const expected = bytes.subarray(startByte, endByte);
        expect(source.sizeBytes).toBe(expected.byteLength);
        const parts: Uint8Array[] = [];
        for await (const piece of source.pieces()) parts.push(piece.slice());
        if (supportsFileRanges) {
          expect(source.file).toMatchObject({
            positionBytes: Math.min(startByte, bytes.byteLength),
            lengthBytes: expected.byteLength,
          });
        }
        expect(Buffer.compare(Buffer.concat(parts), expected)).toBe(0);
        await source.close?.();
      }),
    );
  });

  test.each(['missing', '.'])('reports %s', async (name) => {
    await expect(plainFileSource(join(scratchFolder(), name))).rejects.toMatchObject({ kind: 'io' });
  });
});

describe('a plain file sink', () => {
  const prefix = () => Uint8Array.from({ length: 33 }, () => 0x50);

  test.each([0, 1, 5000])('writes a prefix before %i bytes of data', async (length) => {
    const path = join(scratchFolder(), 'out');
    const plain = ramp(length);
    const container = await packBytesToBytes(plain, { chunkSize: 700, metadata: { a: 1 } });
    const received: unknown[] = [];
    const sink = plainFileSink(path, {
      prefix: (info) => {
        received.push(info.sizeBytes);
        return prefix();
      },
    });
    await unpack(compressedBytesSource(container), sink);
    expect(Buffer.compare(readFileSync(path), Buffer.concat([prefix(), plain]))).toBe(0);
    expect(received).toEqual([length]);
  });

  test('gives native code the file only while it is open, and takes bytes in order otherwise', async () => {
    const path = join(scratchFolder(), 'out');
    const sink = plainFileSink(path, { prefix });
    expect(sink.file).toBeUndefined();
    await sink.begin({ sizeBytes: undefined, metadata: undefined });
    if (supportsFileRanges) expect(sink.file).toMatchObject({ positionBytes: 33 });
    await sink.write(bytes.subarray(0, 600));
    await sink.write(bytes.subarray(600));
    await sink.finish();
    expect(Buffer.compare(readFileSync(path), Buffer.concat([prefix(), bytes]))).toBe(0);
  });

  test('leaves nothing when the prefix throws, or before it starts', async () => {
    const directory = scratchFolder();
    const failing = plainFileSink(join(directory, 'out'), {
      prefix: () => {
        throw new Error('no header for this');
      },
    });
    const unpacking = unpack(compressedBytesSource(await packBytesToBytes(bytes)), failing);
    await expect(unpacking).rejects.toThrow('no header for this');
    await plainFileSink(join(directory, 'other')).abort();
    expect(readdirSync(directory)).toEqual([]);
  });
});
