import { describe, expect, it, test } from 'vitest';
import { ndarray } from '../../../../electron/engine/arrays/ndarray.js';
import { parseDtype } from '../../../../electron/engine/index.js';
import type { BloscArgs } from '../../../../electron/engine/pack/args.js';
import { chunkChoices } from '../../../../electron/engine/pack/chunk-choices.js';
import {
  packBytesToBytes,
  packNdarrayToBytes,
  unpackBytesFromBytes,
} from '../../../../electron/engine/pack/convenience.js';
import { compress, MAX_OVERHEAD } from '../../../../native/index.js';
import { AUTO_CODECS } from '../../../../shared/format/codecs.js';
import { ArgumentError } from '../../../../shared/format/errors.js';
import { readFixture } from '../../../fixtures.js';

const rgba = { dtype: "'<u2'", shape: [300, 400, 4], order: 'C', container: 'numpy' };

describe('the settings of which each chunk has one', () => {
  it('are one where typesize and codec are named', () => {
    expect(chunkChoices({ codec: 'zstd', typesize: 4 })).toEqual({
      typesize: 4,
      choices: [{ codec: 'zstd', clevel: 7, shuffle: 1, typesize: 4, blocksize: 0 }],
    });
  });

  it('have the typesizes of rows and small multiples of an item, and no filter with one of them', () => {
    const { typesize, choices } = chunkChoices(
      { typesize: 'auto', codec: 'auto:fast' },
      { itemsize: 2, metadata: rgba },
    );
    expect(typesize).toBe(2);
    const of = (shuffle: number) => choices.filter((one) => one.shuffle === shuffle).map((one) => one.typesize);
    expect([of(1), of(2), of(0)]).toEqual([[2, 4, 6, 8], [2, 4, 6, 8], [2]]);
  });

  it('give blocks of whole bits to typesizes that are no power of two, which C-Blosc would leave unshuffled', () => {
    const { choices } = chunkChoices({ typesize: 'auto', shuffle: 'bit' }, { itemsize: 2, metadata: rgba });
    expect(choices.map(({ typesize, blocksize }) => [typesize, blocksize])).toEqual([
      [2, 0],
      [4, 0],
      [6, 131_040],
      [8, 0],
    ]);
  });

  it.each([
    [{ clevel: 3 }, 'level'],
    [{ shuffle: 'bit' }, 'shuffle'],
  ] as const)('refuse a goal beside %j', (args, word) => {
    expect(() => chunkChoices({ codec: 'auto:small', ...args })).toThrow(
      new ArgumentError(
        `codec auto:small chooses level and shuffle of each chunk: leave the ${word} out, or name a codec`,
      ),
    );
  });
});

/** Half of it is noise, half of it smooth: no single setting is best for both. */
function mixed(): Uint8Array {
  const values = new Float64Array(2 ** 18);
  let state = 1;
  for (let at = 0; at < values.length; at++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    values[at] = at % 2 ** 18 < 2 ** 17 ? at / 1000 : (state % 7) * 1e-3;
  }
  return new Uint8Array(values.buffer);
}

const files = [
  'arange_i8.dat',
  'poisson_i8.dat',
  'linspace_f8.dat',
  'noise_u1.dat',
  'walk_f4.dat',
  'image_u2.dat',
  'complex.dat',
];

function plainOf(name: string): Uint8Array {
  return name === 'mixed' ? mixed() : readFixture('plain', name);
}

/** For megabytes, which `toEqual` compares slowly. */
function expectSame(found: Uint8Array, expected: Uint8Array): void {
  expect(Buffer.compare(found, expected)).toBe(0);
}

async function sizeOf(bytes: Uint8Array, blosc: BloscArgs): Promise<number> {
  return (await packBytesToBytes(bytes, { blosc })).byteLength;
}

describe.each([...files, 'mixed'])('chunks of %s', (name) => {
  const bytes = plainOf(name);

  // The highest level of zstd takes seconds for megabytes.
  test.each(AUTO_CODECS.filter((codec) => name !== 'mixed' || codec !== 'auto:small'))(
    'with %s are at most 1 % larger than with the best single setting of the goal',
    async (codec) => {
      const { choices } = chunkChoices({ codec });
      const single = await Promise.all(
        choices.map(({ codec: name, clevel, shuffle }) =>
          sizeOf(bytes, { codec: name, clevel, shuffle: (['none', 'byte', 'bit'] as const)[shuffle] }),
        ),
      );
      const packed = await packBytesToBytes(bytes, { blosc: { codec } });
      expect(packed.byteLength).toBeLessThanOrEqual(1.01 * Math.min(...single));
      expectSame(await packBytesToBytes(bytes, { blosc: { codec }, nthreads: 1 }), packed);
      expectSame((await unpackBytesFromBytes(packed)).bytes, bytes);
    },
  );
});

test('chunks of mixed data become smaller than with any single setting of the goal', async () => {
  const bytes = mixed();
  const packed = await sizeOf(bytes, { codec: 'auto:balanced' });
  for (const codec of ['zstd', 'lz4'] as const) {
    for (const shuffle of ['none', 'byte', 'bit'] as const) {
      expect(packed).toBeLessThan(await sizeOf(bytes, { codec, clevel: codec === 'zstd' ? 3 : 5, shuffle }));
    }
  }
});

test('interleaved channels become smaller with typesize auto', async () => {
  const pixels = new Uint16Array(300 * 400 * 4);
  pixels.forEach((_, at) => {
    const pixel = Math.floor(at / 4);
    pixels[at] = [pixel % 4000, 65_535 - (pixel >> 2), 300 + (pixel % 17), 65_535][at % 4] ?? 0;
  });
  const array = ndarray(new Uint8Array(pixels.buffer), {
    dtype: parseDtype("'<u2'"),
    shape: [300, 400, 4],
    order: 'C',
  });
  const [own, auto] = await Promise.all([
    packNdarrayToBytes(array, { blosc: { codec: 'zstd' } }),
    packNdarrayToBytes(array, { blosc: { codec: 'zstd', typesize: 'auto' } }),
  ]);
  expect(auto.byteLength).toBeLessThan(0.8 * own.byteLength);
});

test('a small chunk has the size of its smallest setting, to the byte', async () => {
  const bytes = mixed().slice(0, 100_000);
  const { choices } = chunkChoices({ codec: 'auto:balanced', typesize: 'auto' });
  const target = new Uint8Array(bytes.byteLength + MAX_OVERHEAD);
  const smallest = Math.min(...choices.map((settings) => compress(bytes, target, settings)));
  const packed = await packBytesToBytes(bytes, {
    blosc: { codec: 'auto:balanced', typesize: 'auto' },
    bloscpack: { offsets: false, checksum: 'None' },
  });
  expect(packed.byteLength - 32).toBe(smallest);
});
