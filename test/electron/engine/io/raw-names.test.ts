import fs from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeName, encodeName, keepRawNames } from '../../../../electron/engine/io/raw-names.js';
import { scratchFolder } from '../../../scratch-folder.js';

describe('a name', () => {
  test('of any bytes comes back', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (array) => {
        const bytes = Buffer.from(array);
        expect(Buffer.from(encodeName(decodeName(bytes))).equals(bytes)).toBe(true);
      }),
    );
  });

  test.each([
    ['UTF-8', Buffer.from('größe 大小 🎉'), 'größe 大小 🎉'],
    ['Latin-1', Buffer.from('groß', 'latin1'), 'gro\udcdf'],
    ['a character cut in two', Buffer.of(0xe5, 0xa4), '\udce5\udca4'],
    ['half a surrogate pair', Buffer.of(0xed, 0xa0, 0x80), '\udced\udca0\udc80'],
    ['too long a form', Buffer.of(0xc0, 0xaf), '\udcc0\udcaf'],
    ['a character whose second half looks like an escape', Buffer.from('\u{10080}'), '\u{10080}'],
    ['a mark of the byte order', Buffer.of(0xef, 0xbb, 0xbf, 0x61), '\ufeffa'],
  ])('of %s', (_, bytes, text) => {
    expect(decodeName(bytes)).toBe(text);
    expect(Buffer.from(encodeName(text)).equals(bytes)).toBe(true);
  });
});

test.runIf(process.platform === 'linux')('a folder has the same names in every way to read it', async () => {
  // As importing the host does, in a process of tests too.
  keepRawNames();
  const folder = scratchFolder();
  fs.writeFileSync(join(folder, 'gro\udcdf.npy'), '');
  const iterated: string[] = [];
  for await (const { name } of await fs.promises.opendir(folder)) iterated.push(name);
  const opened = fs.opendirSync(folder);
  const read = [opened.readSync()?.name];
  opened.closeSync();
  const listed = [
    ...fs.readdirSync(folder),
    ...fs.readdirSync(folder, { withFileTypes: true }).map(({ name }) => name),
  ];
  expect([...iterated, ...read, ...listed]).toEqual(Array(4).fill('gro\udcdf.npy'));
});
