import { createHash } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  DATA_SET_SIZES,
  DATA_SETS,
  type DataSetSize,
  dataSetArray,
  dataSetByName,
  dataSetChunks,
} from '../../../../electron/bench/datasets/data-sets.js';
import { publishedRows } from '../../../../electron/bench/formats/talk-2014/published.js';
import { typedArrayOf } from '../../../../electron/engine/arrays/ndarray.js';
import { packBytesToBytes } from '../../../../electron/engine/pack/convenience.js';
import { caseCount } from '../../../cases.js';

function valuesOf(name: string, sizeBytes: number): readonly number[] {
  return Array.from(typedArrayOf(dataSetArray(dataSetByName(name), sizeBytes)) ?? [], Number);
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16);
}

describe('built-in data sets', () => {
  it('are the same bytes on every machine', () => {
    const digests = DATA_SETS.map((set) => [set.name, sha256(dataSetArray(set, DATA_SET_SIZES.small).bytes)]);
    expect(Object.fromEntries(digests)).toMatchInlineSnapshot(`
      {
        "arange": "82d2c958df6a38a7",
        "bitcoin": "af8a501bc7a86e82",
        "linspace": "c0b24dcf9875e675",
        "neuronal": "8f5d73782ee47ad6",
        "poisson": "558683cc9e91ef55",
      }
    `);
  });

  it('have chunks that add up to the whole, for any chunk size', () => {
    for (const set of DATA_SETS) {
      const whole = dataSetArray(set, 100_000).bytes;
      const pieces = [...dataSetChunks(set, 100_000, 4096)].length;
      const joined = Buffer.concat(Array.from(dataSetChunks(set, 100_000, 4096), (chunk) => Buffer.from(chunk)));
      expect(Buffer.compare(joined, whole)).toBe(0);
      expect(pieces).toBeGreaterThan(20);
    }
  });

  it('fill the sizes of 2014 to the byte', () => {
    for (const set of DATA_SETS) {
      expect(dataSetArray(set, DATA_SET_SIZES.small).bytes.byteLength).toBe(DATA_SET_SIZES.small);
    }
  });

  it('count, and run evenly from 0 to 1', () => {
    expect(valuesOf('arange', 32)).toEqual([0, 1, 2, 3]);
    expect(valuesOf('linspace', 40)).toEqual([0, 0.25, 0.5, 0.75, 1]);
    expect(valuesOf('linspace', DATA_SET_SIZES.small).at(-1)).toBe(1);
  });

  it('have spike times that rise within a unit and are on the sampling grid', () => {
    const times = valuesOf('neuronal', 80_000);
    const falls = times.filter((time, index) => index > 0 && time < (times[index - 1] ?? 0)).length;
    expect(falls).toBeLessThan(10);
    for (const time of times) expect(time * 20).toBeCloseTo(Math.round(time * 20), 6);
  });

  it('hold trades in two rows, prices and volumes', () => {
    const { shape } = dataSetArray(dataSetByName('bitcoin'), 80_000);
    const values = valuesOf('bitcoin', 80_000);
    expect(shape).toEqual([2, 5000]);
    for (const price of values.slice(0, 5000)) expect(Math.abs(price - 600)).toBeLessThan(100);
    expect(Math.min(...values.slice(5000))).toBeGreaterThanOrEqual(0);
  });

  it('refuse an unknown name', () => {
    expect(() => dataSetByName('sine')).toThrow("no data set is named 'sine'");
  });
});

/** Published on a local disk, the same array and codec. */
function publishedRatio(size: DataSetSize, dataSet: string, codec: string, level: number): number {
  const row = publishedRows().find(
    (candidate) =>
      candidate.storage === 'ephemeral' &&
      candidate.size === size &&
      candidate.dataSet === dataSet &&
      candidate.codec === codec &&
      candidate.level === level,
  );
  return row?.ratio ?? Number.NaN;
}

/** The largest takes half a minute and finds nothing more than the others: it runs at night. */
const comparedSizes = (['small', 'mid', 'large'] as const).slice(0, caseCount(2, 3));

describe.each(['neuronal', 'bitcoin'])('the simulated %s data', (name) => {
  it.each(comparedSizes)(
    'compresses as the published data did, within a tenth, at size %s',
    async (size) => {
      const { bytes } = dataSetArray(dataSetByName(name), DATA_SET_SIZES[size]);
      for (const codec of ['lz4', 'zlib'] as const) {
        const blosc = { codec, clevel: 7, typesize: 8 };
        const packed = await packBytesToBytes(bytes, { blosc, bloscpack: { offsets: false, checksum: 'None' } });
        const share = bytes.byteLength / packed.byteLength / publishedRatio(size, name, `bloscpack_${codec}`, 7);
        expect(Math.abs(share - 1), `bloscpack_${codec}`).toBeLessThan(0.1);
      }
      const deflated = bytes.byteLength / deflateRawSync(bytes).byteLength;
      expect(Math.abs(deflated / publishedRatio(size, name, 'npz', 1) - 1), 'npz').toBeLessThan(0.1);
    },
    300_000,
  );
});
