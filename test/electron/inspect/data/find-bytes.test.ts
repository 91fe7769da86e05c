import { expect, it } from 'vitest';
import { memoryReader } from '../../../../electron/engine/io/memory-reader.js';
import { findBytes } from '../../../../electron/inspect/data/find/find-bytes.js';
import { parseTypeString } from '../../../../shared/format/numpy/dtype-parse.js';
import { memoryDocument, quiet } from './documents.js';

const MIB = 2 ** 20;

function find(file: Uint8Array, pattern: string, from = 0) {
  const array = memoryDocument({ dtype: parseTypeString('|u1'), shape: [0], order: 'C' }, new Uint8Array());
  const document = { ...array, reader: memoryReader(file, 'file') };
  return findBytes(document, { document: 'document', pattern, from }, quiet);
}

it('finds bytes and text, also across the windows that are read, from a byte on and then from the start', async () => {
  const file = new Uint8Array(3 * MIB);
  file.set(Buffer.from('blpk'), MIB - 2);
  file.set(Buffer.from('blpk'), 3 * MIB - 4);
  const [first, second] = [MIB - 2, 3 * MIB - 4].map((at) => ({ startByte: at, endByte: at + 4 }));
  expect(await find(file, '62 6C 70 6b')).toEqual(first);
  expect(await find(file, '"blpk"', MIB - 1)).toEqual(second);
  expect(await find(file, '0x626c706b', 3 * MIB - 3)).toEqual(first);
  expect(await find(file, '"blpk', MIB - 2)).toEqual(first);
  expect(await find(file, '01')).toBeUndefined();
  expect(await find(new Uint8Array(), '01')).toBeUndefined();
});

it('refuses what is no pattern', async () => {
  await expect(find(new Uint8Array(4), '6')).rejects.toThrow('pairs of hexadecimal digits');
  await expect(find(new Uint8Array(4), 'blpk')).rejects.toThrow('"text" in quotes');
});
