import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compress, decompress, MAX_OVERHEAD, type NativeCodec, validateChunk } from '../../native/index.js';
import { caseCount } from '../cases.js';
import { manifest, readFixture } from '../fixtures.js';
import { expectNativeError } from './expect-native-error.js';
import { chunkOf, codecs, defaults, noise, ramp, shuffles } from './samples.js';

const clevels = [0, 1, 5, 9];
const typesizes = [1, 2, 3, 4, 7, 8, 16, 17, 255];
const plains = { empty: ramp(0), one: ramp(1), tiny: ramp(127), odd: ramp(70_001), noise: noise(40_003) };

describe.each(codecs)('%s', (codec) => {
  describe.each(shuffles)('shuffle %i', (shuffle) => {
    it.each(typesizes)('decompresses to the original bytes, typesize %i', (typesize) => {
      for (const clevel of clevels) {
        for (const plain of Object.values(plains)) {
          const chunk = chunkOf(plain, { codec, clevel, shuffle, typesize });
          expect(validateChunk(chunk)).toMatchObject({ nbytes: plain.length, ctbytes: chunk.length, typesize });
          const target = new Uint8Array(plain.length);
          expect(decompress(chunk, target)).toBe(plain.length);
          expect(Buffer.compare(target, plain)).toBe(0);
        }
      }
    });
  });

  it('decompresses any bytes with any settings to the original', () => {
    const settings = fc.record({
      codec: fc.constant(codec),
      clevel: fc.integer({ min: 0, max: 9 }),
      shuffle: fc.constantFrom(...shuffles),
      typesize: fc.integer({ min: 1, max: 255 }),
      blocksize: fc.integer({ min: 0, max: 5000 }),
    });
    const bytes = fc.uint8Array({ maxLength: 3000, size: 'max' });
    fc.assert(
      fc.property(bytes, settings, (plain, chosen) => {
        const target = new Uint8Array(plain.length);
        decompress(chunkOf(plain, chosen), target);
        return Buffer.compare(target, plain) === 0;
      }),
      { numRuns: caseCount(60) },
    );
  });
});

describe('compress', () => {
  const oneChunkGoldens = manifest.golden.filter(
    ({ plain, args, chunks }) => plain && args.blosc && !args.append && chunks && chunks.length > 0,
  );

  it.each(oneChunkGoldens)("gives the reference's own bytes: $name", ({ file, plain, args, header, chunks }) => {
    const container = readFixture(file);
    const source = readFixture(manifest.plain[plain ?? '']?.raw ?? '');
    const settings = {
      // The writer's arguments name the codecs as here.
      codec: (args.blosc?.cname ?? 'blosclz') as NativeCodec,
      clevel: args.blosc?.clevel ?? 7,
      shuffle: Number(args.blosc?.shuffle ?? 1) as 0 | 1 | 2,
      typesize: args.blosc?.typesize ?? 8,
    };
    for (const [index, { position, blosc }] of chunks?.entries() ?? []) {
      const start = index * header.chunk_size;
      const chunk = chunkOf(source.subarray(start, start + blosc.nbytes), settings);
      expect(Buffer.compare(chunk, container.subarray(position, position + blosc.ctbytes))).toBe(0);
    }
  });

  it('writes the same bytes into a larger target, and none behind the guaranteed room', () => {
    const plain = noise(20_000);
    const roomy = new Uint8Array(plain.length + MAX_OVERHEAD + 1000).fill(0xaa);
    for (const codec of codecs) {
      const ctbytes = compress(plain, roomy, { ...defaults, codec });
      expect(Buffer.compare(roomy.subarray(0, ctbytes), chunkOf(plain, { codec }))).toBe(0);
      expect(roomy.subarray(plain.length + MAX_OVERHEAD).every((byte) => byte === 0xaa)).toBe(true);
    }
  });

  it('works on views of a SharedArrayBuffer', () => {
    const plain = new Uint8Array(new SharedArrayBuffer(5000));
    plain.set(ramp(5000));
    const shared = new Uint8Array(new SharedArrayBuffer(5000 + MAX_OVERHEAD));
    const ctbytes = compress(plain, shared, defaults);
    const target = new Uint8Array(5000);
    decompress(shared.subarray(0, ctbytes), target);
    expect(Buffer.compare(target, plain)).toBe(0);
  });

  it('refuses a target without room for source and overhead', async () => {
    const error = await expectNativeError('target-too-small', () => compress(ramp(100), new Uint8Array(115), defaults));
    expect(error.message).toBe('Expected a target of at least 116 bytes but found 115');
    expect(error.fields).toEqual({ expected: 116, found: 115 });
  });

  it('refuses a source that overlaps its target', async () => {
    const buffer = new Uint8Array(300);
    await expectNativeError('bad-argument', () => compress(buffer.subarray(0, 100), buffer.subarray(50), defaults));
  });
});
