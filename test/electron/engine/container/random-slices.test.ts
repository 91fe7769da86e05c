import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Container } from '../../../../electron/engine/container/container.js';
import type { SliceItem } from '../../../../electron/engine/container/slices.js';
import { caseCount } from '../../../cases.js';
import { itemsIn, packCountedItems } from './counted-items.js';

/** The slice of one axis, as a slow and simple model of Python's rules. */
function indicesOf(item: SliceItem, length: number): readonly number[] {
  const all = Array.from({ length }, (_, index) => index);
  if (item.kind === 'ellipsis') return all;
  if (item.kind === 'index') return [all.at(item.index) as number]; // drawn inside the axis
  const step = item.step ?? 1;
  const fromEnd = (value: number | undefined) => (value !== undefined && value < 0 ? value + length : value);
  const start = fromEnd(item.start);
  const stop = fromEnd(item.stop);
  // Walks the axis from the end where the step begins, and takes every step-th item from the first that is not too early.
  const walk = step > 0 ? all : all.toReversed();
  const inReach = walk.filter((index) => isBetween(index, start, stop, Math.sign(step)));
  return inReach.filter((_, turn) => turn % Math.abs(step) === 0);
}

function isBetween(index: number, start: number | undefined, stop: number | undefined, direction: number): boolean {
  const notTooEarly = start === undefined || (index - start) * direction >= 0;
  return notTooEarly && (stop === undefined || (stop - index) * direction > 0);
}

/** Memory positions of the selected items, in the memory order of the result. */
function expectedItems(shape: readonly number[], order: 'C' | 'F', picked: readonly (readonly number[])[]): number[] {
  const axes = order === 'C' ? [...shape.keys()] : [...shape.keys()].reverse();
  return axes.reduce<number[]>(
    (places, axis) => {
      const indices = picked[axis] ?? [];
      return places.flatMap((place) => indices.map((index) => place * (shape[axis] ?? 1) + index));
    },
    [0],
  );
}

function itemArbitrary(length: number): fc.Arbitrary<SliceItem> {
  const bound = fc.option(fc.integer({ min: -length - 2, max: length + 2 }), { nil: undefined });
  const step = fc.option(
    fc.integer({ min: -3, max: 3 }).filter((value) => value !== 0),
    { nil: undefined },
  );
  const range = fc.tuple(bound, bound, step).map(
    ([start, stop, by]): SliceItem => ({
      kind: 'range',
      ...(start !== undefined && { start }),
      ...(stop !== undefined && { stop }),
      ...(by !== undefined && { step: by }),
    }),
  );
  if (length === 0) return range;
  const index = fc
    .integer({ min: -length, max: length - 1 })
    .map((value): SliceItem => ({ kind: 'index', index: value }));
  return fc.oneof({ weight: 3, arbitrary: range }, { weight: 1, arbitrary: index });
}

/** A slice for every axis, and where an ellipsis takes the place of a few of them. */
function slicesArbitrary(shape: readonly number[]) {
  return fc.record({
    perAxis: fc.tuple(...shape.map(itemArbitrary)),
    dots: fc.option(fc.tuple(fc.nat(shape.length), fc.nat(shape.length)), { nil: undefined }),
    trailing: fc.nat(shape.length),
  });
}

interface Drawn {
  readonly perAxis: readonly SliceItem[];
  readonly dots: readonly [number, number] | undefined;
  readonly trailing: number;
}

/** A request, and its meaning for each axis. */
function spell({ perAxis, dots, trailing }: Drawn): { asked: readonly SliceItem[]; meant: readonly SliceItem[] } {
  const all: SliceItem = { kind: 'range' };
  if (dots === undefined) {
    const kept = perAxis.length - trailing;
    return { asked: perAxis.slice(0, kept), meant: perAxis.map((item, axis) => (axis < kept ? item : all)) };
  }
  const [from, to] = [Math.min(...dots), Math.max(...dots)];
  return {
    asked: [...perAxis.slice(0, from), { kind: 'ellipsis' }, ...perAxis.slice(to)],
    meant: perAxis.map((item, axis) => (axis >= from && axis < to ? all : item)),
  };
}

function textOf(items: readonly SliceItem[]): string {
  return items
    .map((item) => {
      if (item.kind === 'ellipsis') return '...';
      if (item.kind === 'index') return String(item.index);
      return `${item.start ?? ''}:${item.stop ?? ''}${item.step === undefined ? '' : `:${item.step}`}`;
    })
    .join(',');
}

const containers = fc.record({
  shape: fc.array(fc.integer({ min: 0, max: 13 }), { minLength: 1, maxLength: 4 }),
  order: fc.constantFrom('C' as const, 'F' as const),
  chunkSize: fc.integer({ min: 4, max: 6000 }),
  blocksize: fc.constantFrom(0, 128, 256, 1024),
  offsets: fc.boolean(),
  checkDigests: fc.boolean(),
  cacheBytes: fc.constantFrom(0, 1, 700, 2 ** 20),
});

describe('slices', () => {
  test('of any array in any chunks and blocks are what a slow model takes', async () => {
    const cases = containers.chain((container) =>
      fc.record({
        container: fc.constant(container),
        slices: fc.array(slicesArbitrary(container.shape), { minLength: 1, maxLength: 4 }),
        asText: fc.boolean(),
      }),
    );
    await fc.assert(
      fc.asyncProperty(cases, async ({ container: { shape, order, ...how }, slices, asText }) => {
        const bytes = await packCountedItems(shape, order, {
          chunkSize: how.chunkSize,
          blosc: { blocksize: how.blocksize, codec: 'lz4' },
          bloscpack: { offsets: how.offsets },
        });
        const container = await Container.open(bytes, how);
        for (const drawn of slices) {
          const { asked, meant } = spell(drawn);
          const picked = meant.map((item, axis) => indicesOf(item, shape[axis] ?? 0));
          const read = await container.readSlice(asText ? textOf(asked) : asked);
          expect(read.shape).toEqual(
            meant.flatMap((item, axis) => (item.kind === 'index' ? [] : [picked[axis]?.length])),
          );
          expect(read.order).toBe(order);
          expect(itemsIn(read.bytes)).toEqual(expectedItems(shape, order, picked));
        }
        await container.close();
      }),
      { numRuns: caseCount(60) },
    );
  });
});
