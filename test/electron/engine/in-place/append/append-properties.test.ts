import { rmSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { append } from '../../../../../electron/engine/in-place/append/append.js';
import { bytesSource } from '../../../../../electron/engine/pack/plain/plain-bytes.js';
import { CHECKSUMS } from '../../../../../shared/format/checksums.js';
import { CODECS, SHUFFLES, type ShuffleName } from '../../../../../shared/format/codecs.js';
import { caseCount } from '../../../../cases.js';
import { noise, ramp } from '../../../../native/samples.js';
import { contentOf, expectWhole, joined, packedFile } from './containers.js';

const sizes = fc.oneof(fc.integer({ min: 0, max: 3000 }), fc.constantFrom(0, 1, 1000, 2000));

const blosc = fc.record(
  {
    codec: fc.constantFrom(...CODECS.map(({ name }) => name)),
    shuffle: fc.constantFrom(...(Object.keys(SHUFFLES) as ShuffleName[])), // the table's own keys
    typesize: fc.integer({ min: 1, max: 255 }),
    clevel: fc.integer({ min: 0, max: 9 }),
  },
  { requiredKeys: [] },
);

const plain = fc.record({ sizeBytes: sizes, isNoise: fc.boolean() }).map(({ sizeBytes, isNoise }) => {
  return isNoise ? noise(sizeBytes) : ramp(sizeBytes);
});

const appends = fc.array(
  fc.record({ bytes: plain, blosc, isStream: fc.boolean(), pieceBytes: fc.integer({ min: 1, max: 1500 }) }),
  { maxLength: 6 },
);

const containers = fc.record({
  bytes: plain,
  chunkSize: fc.constantFrom(500, 1000, 1024, 2500),
  blosc,
  offsets: fc.boolean(),
  checksum: fc.constantFrom(...CHECKSUMS.map(({ name }) => name)),
  hasMetadata: fc.boolean(),
});

function* pieces(bytes: Uint8Array, pieceBytes: number): Generator<Uint8Array> {
  const buffer = new Uint8Array(pieceBytes);
  for (let at = 0; at < bytes.byteLength; at += pieceBytes) {
    const piece = bytes.subarray(at, at + pieceBytes);
    buffer.set(piece);
    yield buffer.subarray(0, piece.byteLength);
    // A generator may use its buffer again.
    buffer.fill(0xee);
  }
}

test('any appends, one after the other, give the concatenation and a whole container', async () => {
  await fc.assert(
    fc.asyncProperty(containers, appends, async (container, steps) => {
      const { bytes, chunkSize, blosc: how, offsets, checksum, hasMetadata } = container;
      const path = await packedFile(bytes, {
        chunkSize,
        blosc: how,
        bloscpack: { offsets, checksum },
        ...(hasMetadata && { metadata: { some: 'metadata' } }),
      });
      let expected = bytes;
      for (const { bytes: more, blosc: settings, isStream, pieceBytes } of steps) {
        const source = isStream ? pieces(more, pieceBytes) : bytesSource(more);
        const { addedBytes } = await append(path, source, { blosc: settings, grow: true });
        expected = joined(expected, more);
        expect(addedBytes).toBe(more.byteLength);
        expect(await contentOf(path)).toEqual(expected);
        await expectWhole(path);
      }
      rmSync(path);
    }),
    { numRuns: caseCount(25, 1200) },
  );
});
