import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Container } from '../../../../electron/engine/container/container.js';
import {
  packBytesToBytes,
  packFileToFile,
  unpackBytesFromBytes,
  unpackFileFromFile,
} from '../../../../electron/engine/pack/convenience.js';
import type { PackOptions } from '../../../../electron/engine/pack/pack.js';
import { CHECKSUMS } from '../../../../shared/format/checksums.js';
import { CODECS } from '../../../../shared/format/codecs.js';
import { parseHeader } from '../../../../shared/format/header.js';
import { type JsonValue, parseJson, printJson } from '../../../../shared/format/json.js';
import { caseCount } from '../../../cases.js';
import { noise, ramp } from '../../../native/samples.js';
import { scratchFolder } from '../../../scratch-folder.js';

const checksums = fc.constantFrom(...CHECKSUMS.map((checksum) => checksum.name));

/** Noise, steps and runs, of lengths near those at which Blosc changes its block size or splitting. */
const plains = fc.oneof(
  fc.uint8Array({ maxLength: 3000 }),
  fc.integer({ min: 0, max: 70_000 }).map(ramp),
  fc.integer({ min: 0, max: 20_000 }).map(noise),
  fc.tuple(fc.integer({ min: 0, max: 50_000 }), fc.nat(255)).map(([length, byte]) => new Uint8Array(length).fill(byte)),
);

/** JSON values in the form in which they are read. */
const metadata = fc
  .json({ maxDepth: 3 })
  .map((text) => parseJson(text))
  .filter((value) => value !== null);

const packOptions = fc.record({
  chunkSize: fc.oneof(fc.integer({ min: 200, max: 5000 }), fc.integer({ min: 5000, max: 2 ** 31 - 17 })),
  blosc: fc.record({
    typesize: fc.oneof(fc.integer({ min: 1, max: 255 }), fc.constantFrom(1, 2, 4, 8, 16, 255)),
    clevel: fc.integer({ min: 0, max: 9 }),
    shuffle: fc.constantFrom('none' as const, 'byte' as const, 'bit' as const),
    codec: fc.constantFrom(...CODECS.map((codec) => codec.name)),
    blocksize: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 100_000 })),
  }),
  bloscpack: fc.record({ offsets: fc.boolean(), checksum: checksums, maxAppChunks: fc.nat(50) }),
  nthreads: fc.integer({ min: 1, max: 9 }),
});

const metadataOptions = fc.record({
  metaChecksum: checksums,
  metaCodec: fc.constantFrom('None' as const, 'zlib' as const),
  metaLevel: fc.integer({ min: 0, max: 9 }),
  userCodec: fc.string({ unit: 'grapheme-ascii', maxLength: 8 }).filter((text) => text.trim() === text),
});

const same = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0;

describe('any bytes with any options', () => {
  test('are unpacked, in sequence and by random access', async () => {
    const parts = fc.array(fc.tuple(fc.nat(1000), fc.nat(1000)), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(plains, packOptions, parts, async (plain, options, permille) => {
        const packed = await packBytesToBytes(plain, options);
        const { offsets, checksum, typesize } = parseHeader(packed);
        expect({ offsets, checksum }).toEqual({
          offsets: options.bloscpack.offsets,
          checksum: options.bloscpack.checksum,
        });
        expect(typesize).toBe(options.blosc.typesize);
        expect(same((await unpackBytesFromBytes(packed, { nthreads: options.nthreads })).bytes, plain)).toBe(true);
        const container = await Container.open(packed);
        for (const [a, b] of permille) {
          const [start, end] = [Math.min(a, b), Math.max(a, b)].map((at) => Math.floor((at * plain.byteLength) / 1000));
          expect(same(await container.readBytes(start ?? 0, end ?? 0), plain.subarray(start, end))).toBe(true);
        }
      }),
      { numRuns: caseCount(60) },
    );
  });

  test('give the same container with any number of threads', async () => {
    await fc.assert(
      fc.asyncProperty(plains, packOptions, async (plain, options) => {
        const one = await packBytesToBytes(plain, { ...options, nthreads: 1 });
        expect(same(await packBytesToBytes(plain, options), one)).toBe(true);
      }),
      { numRuns: caseCount(60) },
    );
  });

  test('give the same container and the same file through the disk', async () => {
    const directory = scratchFolder();
    const [input, container, output] = [join(directory, 'in'), join(directory, 'in.blp'), join(directory, 'out')];
    await fc.assert(
      fc.asyncProperty(plains, packOptions, async (plain, options) => {
        const overwriting = { ...options, overwrite: true };
        writeFileSync(input, plain);
        await packFileToFile(input, container, overwriting);
        expect(same(readFileSync(container), await packBytesToBytes(plain, options))).toBe(true);
        await unpackFileFromFile(container, output, overwriting);
        expect(same(readFileSync(output), plain)).toBe(true);
      }),
      { numRuns: caseCount(25) },
    );
  });
});

describe('any metadata with any options', () => {
  test('are read with the data', async () => {
    const room = fc.option(fc.integer({ min: 0, max: 5000 }), { nil: undefined });
    await fc.assert(
      fc.asyncProperty(metadata, metadataOptions, room, async (value: JsonValue, options, spareBytes) => {
        const maxMetaSize = spareBytes === undefined ? {} : { maxMetaSize: (size: number) => size + spareBytes };
        const packing: PackOptions = { metadata: value, meta: { ...options, ...maxMetaSize } };
        const { metadata: found, bytes } = await unpackBytesFromBytes(await packBytesToBytes(ramp(100), packing));
        expect(found).toEqual(value);
        expect(printJson(found ?? null)).toBe(printJson(value));
        expect(bytes).toEqual(ramp(100));
      }),
      { numRuns: caseCount(60) },
    );
  });
});
