import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowOf } from '../../../../renderer/app/intake/intake-row.js';
import {
  draftOf,
  fillShape,
  flatImport,
  itemsizeOf,
  parseShape,
  printShape,
  readDraft,
} from '../../../../renderer/app/intake/raw-import.js';
import { RawMemory } from '../../../../renderer/app/intake/raw-memory.js';
import { raw } from '../../features/home/example-files.js';

const draft = { skipBytes: 0, descr: '<u2', shapeText: '512', order: 'C' as const };

it.each([
  ['365, 720, 1440', [365, 720, 1440]],
  ['365 x 720', [365, 720]],
  ['365×720', [365, 720]],
  ['(365, 720)', [365, 720]],
  ['(365,)', [365]],
  [' 7 ', [7]],
  ['', undefined],
  ['365, -1', undefined],
  ['1e3', undefined],
  ['99999999999999999999', undefined],
])('reads the shape %j', (text, shape) => {
  expect(parseShape(text)).toEqual(shape);
});

it('reads every shape that it prints', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { minLength: 1, maxLength: 32 }), (shape) => {
      expect(parseShape(printShape(shape))).toEqual(shape);
    }),
  );
});

it.each([
  ['<f8', 8],
  ['|u1', 1],
  ['>i2', 2],
  ['<M8[ns]', 8],
  ['<U4', undefined],
  ["[('a', '<f8')]", undefined],
  ['float', undefined],
])('knows the item size of %s', (descr, itemsize) => {
  expect(itemsizeOf(descr)).toBe(itemsize);
});

describe('a file as a one-dimensional array', () => {
  it('fills the bytes after the header', () => {
    expect(flatImport(1024, { descr: '<f8' }, 24)).toEqual({ skipBytes: 24, descr: '<f8', shape: [125], order: 'C' });
  });

  it('is undefined where the size is not a multiple of the item size', () => {
    expect(flatImport(1023, { descr: '<f8' })).toBeUndefined();
    expect(flatImport(0, { descr: '|u1' })).toBeUndefined();
  });
});

describe('the import sheet', () => {
  it('accepts a shape that fills the file', () => {
    const reading = readDraft(draft, 1024);
    expect(reading).toEqual({ kind: 'fits', raw: { skipBytes: 0, descr: '<u2', shape: [512], order: 'C' } });
    if (reading.kind === 'fits') expect(draftOf(reading.raw)).toEqual(draft);
  });

  it.each([
    [{ skipBytes: 1024 }, 'skip', 'The file has only 1024 bytes.'],
    [{ descr: ' ' }, 'dtype', 'A type such as <f8 is needed.'],
    [{ shapeText: 'x' }, 'shape', 'Lengths such as 365, 720, 1440 are needed.'],
    [{ shapeText: '511' }, 'shape', 'This shape needs 1022 bytes, but there are 1024 after the header.'],
  ])('says which field of %j is wrong', (changes, field, reason) => {
    expect(readDraft({ ...draft, ...changes }, 1024)).toEqual({ kind: 'wrong', field, reason });
  });

  it('finds the first axis that fills the file', () => {
    expect(fillShape({ ...draft, shapeText: '1, 8' }, 1024)).toBe('64, 8');
    expect(fillShape({ ...draft, shapeText: '1, 7' }, 1024)).toBeUndefined();
  });
});

describe('the memory of raw files', () => {
  const memory = new RawMemory();
  memory.remember(raw, { skipBytes: 0, descr: '<u2', shape: [2, 256], order: 'F' });

  it('imports the next similar file the same way, with a shape that fits', () => {
    const next = rowOf({ ...raw, id: 'next', name: 'next.raw', sizeBytes: 100 });
    expect(memory.applyTo(next).raw).toEqual({ skipBytes: 0, descr: '<u2', shape: [50], order: 'F' });
    expect(memory.applyTo(rowOf({ ...raw, name: 'same.raw' })).raw?.shape).toEqual([2, 256]);
  });

  it('does not import files of another folder or extension, or of a size that does not fit', () => {
    for (const other of [{ folder: '~/other' }, { name: 'run.bin' }, { sizeBytes: 3 }]) {
      expect(memory.applyTo(rowOf({ ...raw, ...other })).raw).toBeUndefined();
    }
  });

  it('forgets an import', () => {
    memory.forget(raw);
    expect(memory.applyTo(rowOf(raw)).raw).toBeUndefined();
  });
});
