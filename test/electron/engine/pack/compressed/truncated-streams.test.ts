import { describe, expect, test } from 'vitest';
import {
  compressedBytesSource,
  compressedStreamSource,
} from '../../../../../electron/engine/pack/compressed/compressed-source.js';
import { packBytesToBytes } from '../../../../../electron/engine/pack/convenience.js';
import { BytesSink } from '../../../../../electron/engine/pack/plain/plain-bytes.js';
import { unpack } from '../../../../../electron/engine/pack/unpack.js';
import { manifest, readFixture } from '../../../../fixtures.js';
import { noise, ramp } from '../../../../native/samples.js';
import { piecesOf } from '../../io/pieces.js';

async function unpackStream(container: Uint8Array, pieceBytes: readonly number[]): Promise<Uint8Array> {
  const sink = new BytesSink();
  await unpack(compressedStreamSource(piecesOf(container, pieceBytes)), sink);
  return sink.bytes();
}

/** Pieces of 1 to 200 bytes, the same on every run. */
const randomLengths = [...noise(50)].map((byte) => 1 + (byte % 200));

describe.each(manifest.golden)('golden $name', ({ file }) => {
  test('is read from a stream as from memory', async () => {
    const container = readFixture(file);
    const sink = new BytesSink();
    await unpack(compressedBytesSource(container), sink);
    expect(Buffer.compare(await unpackStream(container, randomLengths), sink.bytes())).toBe(0);
  });
});

describe('a stream', () => {
  const plain = ramp(300);
  const small = async () =>
    packBytesToBytes(plain, {
      chunkSize: 100,
      metadata: { some: ['metadata'] },
      meta: { maxMetaSize: 40 },
      bloscpack: { maxAppChunks: 1 },
    });

  test.each([1, 7])('of pieces of %i bytes gives the data, and only with its last byte', async (pieceBytes) => {
    const container = await small();
    expect(await unpackStream(container, [pieceBytes])).toEqual(plain);
    for (let lengthBytes = 0; lengthBytes < container.byteLength; lengthBytes++) {
      const cut = unpackStream(container.subarray(0, lengthBytes), [pieceBytes]);
      const error: unknown = await cut.catch((reason: unknown) => reason);
      expect(error, `cut at byte ${lengthBytes}`).toMatchObject({ kind: 'format', problem: 'truncated' });
    }
  });

  test.each(['single_byte', 'empty', 'metadata_incompressible'])(
    'of golden %s cut anywhere is an error',
    async (name) => {
      const container = readFixture('golden', `${name}.blp`);
      for (let lengthBytes = 0; lengthBytes < container.byteLength; lengthBytes++) {
        await expect(unpackStream(container.subarray(0, lengthBytes), [13])).rejects.toMatchObject({ kind: 'format' });
      }
    },
  );

  test('with any flipped bit gives the data or a BloscpackError, and always ends', async () => {
    const container = await small();
    for (let at = 0; at < container.byteLength; at++) {
      const damaged = container.slice();
      damaged[at] = (damaged[at] ?? 0) ^ (1 << (at % 8));
      const outcome: unknown = await unpackStream(damaged, [64]).catch((reason: unknown) => reason);
      if (outcome instanceof Uint8Array) expect(outcome, `flipped at byte ${at}`).toEqual(plain);
      else
        expect(outcome, `flipped at byte ${at}`).toMatchObject({
          kind: expect.stringMatching(/format|checksum|codec/),
        });
    }
  });
});
