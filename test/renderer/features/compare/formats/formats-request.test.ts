import { describe, expect, it } from 'vitest';
import {
  blpkCommand,
  countEntries,
  FIRST_CHOICE,
  formatsRequestOf,
  toggled,
} from '../../../../../renderer/features/compare/formats/formats-request.js';
import { type ContenderFacts, formatsRequest } from '../../../../../shared/contract/compare.js';
import type { FileFacts } from '../../../../../shared/contract/files.js';

const contenders: readonly ContenderFacts[] = [
  { id: 'npy', label: 'NPY', levels: [0] },
  { id: 'npz', label: 'NPZ', levels: [1] },
  { id: 'bloscpack_lz4', label: 'Bloscpack, lz4', levels: [1, 3, 5, 7, 9] },
  { id: 'joblib', label: 'joblib', levels: [1, 3, 5], unavailable: 'Python is not there.' },
];

const file: FileFacts = {
  id: 'f1',
  name: 'my array.npy',
  folder: '~',
  kind: 'npy',
  sizeBytes: 100,
  modifiedMs: 0,
  actions: ['compress'],
};

describe('formatsRequestOf', () => {
  it('requests all available formats, and is valid for the contract', () => {
    const wanted = formatsRequestOf(FIRST_CHOICE, contenders);
    expect(wanted).toMatchObject({ kind: 'ready', request: { contenders: ['npy', 'npz', 'bloscpack_lz4'] } });
    if (wanted.kind === 'ready') expect(formatsRequest.parse(wanted.request)).toEqual(wanted.request);
  });

  it.each([
    [{ data: 'file' as const }, 'Choose a .npy file.'],
    [{ data: 'file' as const, file: { ...file, name: 'a.blp', kind: 'container' as const } }, 'a.blp is no .npy file'],
    [{ names: [] }, 'Tick a data set.'],
    [{ sizes: [] }, 'Tick a size.'],
    [{ without: ['npy', 'npz', 'bloscpack_lz4'] }, 'Tick a format.'],
  ])('says what is missing in %j', (changes, what) => {
    const wanted = formatsRequestOf({ ...FIRST_CHOICE, ...changes }, contenders);
    expect(wanted.kind === 'missing' && wanted.what).toContain(what);
  });
});

describe('countEntries', () => {
  it('counts levels only of formats that have them, and each data set in each size', () => {
    expect(countEntries(FIRST_CHOICE, contenders)).toBe(3);
    expect(countEntries({ ...FIRST_CHOICE, levels: [] }, contenders)).toBe(7);
    expect(countEntries({ ...FIRST_CHOICE, names: ['a', 'b'], sizes: ['small', 'mid'] }, contenders)).toBe(12);
  });
});

describe('blpkCommand', () => {
  it('gives the same on the command line', () => {
    expect(blpkCommand(FIRST_CHOICE, contenders)).toBe(
      'blpk bench-formats --dataset neuronal --sizes mid --levels 5 --repeats 5',
    );
  });

  it('quotes a name with spaces, and names formats when some are left out', () => {
    const choice = { ...FIRST_CHOICE, data: 'file' as const, file, without: ['npz'], levels: [] };
    expect(blpkCommand(choice, contenders)).toBe(
      "blpk bench-formats 'my array.npy' --contenders npy,bloscpack_lz4 --repeats 5",
    );
  });
});

describe('toggled', () => {
  it('keeps the order of the full list', () => {
    expect(toggled([1, 3, 5], [5], 1, true)).toEqual([1, 5]);
    expect(toggled([1, 3, 5], [1, 5], 1, false)).toEqual([5]);
  });
});
