import { describe, expect, it } from 'vitest';
import { itemOf, problemOf, readBytes, remedyOf, rowOf } from '../../../../renderer/app/intake/intake-row.js';
import { rowHeightOf } from '../../../../renderer/features/home/row-heights.js';
import type { TypesizeProbe } from '../../../../shared/contract/files.js';
import { aborted, container, npy, npz, raw, unreadable } from '../../features/home/example-files.js';

const probe: TypesizeProbe = { sampleBytes: 1024, ratios: [], best: 2, guesses: [] };
const flat = { skipBytes: 0, descr: '<f8', shape: [128], order: 'C' as const };

describe('a row', () => {
  it('has the likeliest action, and the second one when Alt was held', () => {
    expect(rowOf(container).action).toBe('decompress');
    expect(rowOf(container, true).action).toBe('decompress');
    expect(rowOf({ ...npy, actions: ['compress', 'decompress'] }, true).action).toBe('decompress');
  });

  it('says why nothing can be done with a file', () => {
    expect(problemOf(rowOf(npy))).toBeUndefined();
    expect(problemOf(rowOf(unreadable))).toBe('The file ends too soon.');
    expect(remedyOf(rowOf(unreadable))).toBe('Copy it again.');
    expect(problemOf(rowOf(aborted))).toContain('Writing it was interrupted');
    expect(problemOf({ ...rowOf(npz), members: [] })).toBe('No array is chosen.');
  });

  it('has no problem when an unreadable file is imported as raw bytes', () => {
    expect(problemOf({ ...rowOf(unreadable), raw: flat })).toBeUndefined();
  });

  it('reads the arrays that are ticked', () => {
    expect(readBytes(rowOf(npz))).toBe(500);
    expect(readBytes({ ...rowOf(npz), members: ['class'] })).toBe(100);
  });

  it('uses the typesize of its probe, unless the user has set a typesize or an import', () => {
    expect(itemOf({ ...rowOf(raw), probe }, true)).toEqual({ id: raw.id, action: 'compress', typesize: 2 });
    expect(itemOf({ ...rowOf(raw), probe }, false)).toEqual({ id: raw.id, action: 'compress' });
    expect(itemOf({ ...rowOf(raw), probe, raw: flat }, true)).toEqual({ id: raw.id, action: 'compress', raw: flat });
  });

  it('has the height of its content', () => {
    const [plain, archive, probed] = [rowOf(npy), rowOf(npz), { ...rowOf(raw), probe }];
    expect(rowHeightOf(archive, false)).toBeGreaterThan(rowHeightOf(plain, false));
    expect(rowHeightOf(probed, true)).toBeGreaterThan(rowHeightOf(probed, false));
    const many = Array.from({ length: 1000 }, (_, index) => ({ name: `a${index}`, sizeBytes: 1 }));
    expect(rowHeightOf(rowOf({ ...npz, members: many }), false)).toBeLessThan(400);
  });
});
