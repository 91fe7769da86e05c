import { describe, expect, it } from 'vitest';
import { foldsOf } from '../../../../../renderer/features/inspector/bytes/hex/folds.js';
import type { StructureNode } from '../../../../../shared/contract/inspect/structure.js';

function section(id: string, offsetBytes: number, sizeBytes: number): StructureNode {
  const region = id === 'chunks' ? 'payload' : (id as StructureNode['region']);
  return { id, name: id, offsetBytes, sizeBytes, region, childCount: 0 };
}

/** The file of the mock-ups: 2,283 chunks, of which 64,631 bytes are the first one. */
const sections = [
  section('metadata-reserve', 134, 630),
  section('metadata-checksum', 764, 4),
  section('offsets', 768, 2283 * 8),
  section('offsets-reserve', 768 + 2283 * 8, 22_830 * 8),
  section('chunks', 201_672, 544_355_265),
];
const nothing = { pages: [], chunkCount: 0, shown: [] };

describe('what is folded', () => {
  it('is reserved room in whole rows', () => {
    const [reserve, , slots] = foldsOf({ ...nothing, sections });
    expect(reserve).toMatchObject({ startRow: 9, endRow: 47, what: 'metadata reserve' });
    expect(slots).toMatchObject({ what: 'offset reserve' });
    expect(((slots?.endRow ?? 0) - (slots?.startRow ?? 0)) * 16).toBeLessThanOrEqual(22_830 * 8);
  });

  it('is offsets except the first eight and the last one, named by their chunks', () => {
    const offsets = foldsOf({ ...nothing, sections })[1];
    expect(offsets).toMatchObject({ region: 'offsets', what: 'offsets of chunks 8 to 2281' });
    expect(offsets?.startRow).toBe((768 + 64) / 16);
  });

  it('is the inside of chunks whose places are known, and the others together', () => {
    const chunks = [
      { start: 201_672, end: 266_307 },
      { start: 266_307, end: 330_462 },
    ];
    const folds = foldsOf({ ...nothing, sections, pages: [{ page: 0, chunks }], chunkCount: 2283 });
    expect(folds.slice(3).map(({ what, chunkPage }) => [what, chunkPage])).toEqual([
      ['data of chunk 0', undefined],
      ['data of chunk 1', undefined],
      ['chunks 2 to 2282', 0],
    ]);
  });

  it('is nothing where a row or two would be saved', () => {
    expect(foldsOf({ ...nothing, sections: [section('metadata-reserve', 0, 63)] })).toEqual([]);
  });

  it('leaves out what was unfolded', () => {
    const shown = [{ start: 16 * 20, end: 16 * 30 }];
    const rows = foldsOf({ ...nothing, sections: sections.slice(0, 1), shown });
    expect(rows.map(({ startRow, endRow }) => [startRow, endRow])).toEqual([
      [9, 20],
      [30, 47],
    ]);
    expect(foldsOf({ ...nothing, sections: sections.slice(0, 1), shown: [{ start: 0, end: 10_000 }] })).toEqual([]);
  });

  it('never overlaps, even where a damaged file has chunks that do', () => {
    const chunks = [
      { start: 201_672, end: 300_000 },
      { start: 210_000, end: 290_000 },
      { start: 201_672, end: 201_680 },
    ];
    const folds = foldsOf({ ...nothing, sections, pages: [{ page: 0, chunks }], chunkCount: 3 });
    for (const [index, fold] of folds.entries()) {
      expect(fold.startRow).toBeGreaterThanOrEqual(folds[index - 1]?.endRow ?? 0);
    }
  });
});
