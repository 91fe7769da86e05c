import { describe, expect, it } from 'vitest';
import { layoutMap } from '../../../../../renderer/features/inspector/chunks/map/map-layout.js';
import {
  fillIn,
  loadMap,
  type MapValues,
  noValues,
  planParts,
} from '../../../../../renderer/features/inspector/chunks/map/map-values.js';

const room = { width: 700, height: 207, binned: false };

describe('the values of the map', () => {
  it('are one part while there is one chunk a cell', () => {
    const layout = layoutMap({ ...room, start: 100, end: 2283 });
    expect(planParts(layout)).toEqual([{ start: 100, end: 2283, firstCell: 0, cells: 2183 }]);
  });

  it('are parts of equal ranges, and one for the rest', () => {
    const layout = layoutMap({ ...room, start: 0, end: 1_000_030 });
    const parts = planParts(layout);
    expect(parts.at(-1)).toEqual({ start: 1_000_000, end: 1_000_030, firstCell: 10_000, cells: 1 });
    for (const part of parts.slice(0, -1)) expect(part.end - part.start).toBe(part.cells * layout.chunksPerCell);
    expect(parts.reduce((sum, { cells }) => sum + cells, 0)).toBe(layout.cells);
    for (const [index, part] of parts.entries()) expect(part.start).toBe(index === 0 ? 0 : parts[index - 1]?.end);
  });

  it('are one or three a cell', () => {
    const values = noValues(3);
    fillIn(values, { start: 0, end: 20, firstCell: 0, cells: 2 }, Float32Array.of(1, 2, 3, 4, 5, 6));
    fillIn(values, { start: 20, end: 21, firstCell: 2, cells: 1 }, Float32Array.of(7));
    expect([...values.min, ...values.mean, ...values.max]).toEqual([1, 4, 7, 2, 5, 7, 3, 6, 7]);
    expect(() => fillIn(values, { start: 0, end: 2, firstCell: 0, cells: 2 }, new Float32Array(3))).toThrow(RangeError);
  });

  it('are shown after each part, filled further', async () => {
    const layout = layoutMap({ ...room, start: 0, end: 1_000_000 });
    const shown: number[] = [];
    let parts = 0;
    const client = {
      stream: async (_name: string, request: unknown) => {
        parts++;
        const { bins } = request as { bins: number };
        return { header: () => undefined, f32: async () => new Float32Array(bins * 3).fill(parts) } as never;
      },
    };
    const known = ({ max }: MapValues) => max.filter((value) => !Number.isNaN(value)).length;
    const { signal } = new AbortController();
    const map = { document: 'd', what: 'ratio', layout } as const;
    const whole = await loadMap(client, map, signal, ({ values }) => shown.push(known(values)));
    expect(shown).toEqual([2500, 5000, 7500, 10_000]);
    expect(known(whole.values)).toBe(layout.cells);
  });
});
