import { expect, it } from 'vitest';
import {
  archiveFolderName,
  compressedName,
  decompressedName,
  isPathTooLong,
  numberedName,
} from '../../../../electron/host/batch/output-name.js';

it.each([
  ['a.npy', '{stem}{ext}.blp', 'a.npy.blp'],
  ['a.npy', '{stem}.blp', 'a.blp'],
  ['a.tar.gz', '{stem}-small{ext}.blp', 'a.tar-small.gz.blp'],
  ['noext', '{stem}{ext}.blp', 'noext.blp'],
  ['.hidden', '{stem}{ext}.blp', '.hidden.blp'],
  ['$&.npy', '{stem}.blp', '$&.blp'],
])('from %s and the template %s makes %s', (name, template, output) => {
  expect(compressedName(name, template)).toBe(output);
});

it.each([
  ['a.npy.blp', '{stem}{ext}.blp', true, 'a.npy'],
  ['a.dat.blp', '{stem}{ext}.blp', false, 'a.dat'],
  ['a.blp', '{stem}{ext}.blp', true, 'a.npy'],
  ['a.blp', '{stem}{ext}.blp', false, 'a'],
  ['a-small.npy.blp', '{stem}-small{ext}.blp', true, 'a.npy'],
  ['other.npy.blp', '{stem}-small{ext}.blp', true, 'other.npy'],
  ['a.npy', '{stem}{ext}.blp', true, 'a.npy.npy'],
  ['a.bin', '{stem}{ext}.blp', false, 'a.bin.raw'],
  ['a.blp', 'constant', false, 'a'],
  ['a.blp', '{stem}{stem}.blp', false, 'a'],
  ['.blp', '{stem}{ext}.blp', false, '.blp.raw'],
])('unpacks %s, named by %s, to its former name', (name, template, isArray, output) => {
  expect(decompressedName(name, { nameTemplate: template }, isArray)).toBe(output);
});

it.each([
  ['a.npy.blp', 'a (2).npy.blp'],
  ['a.blp', 'a (2).blp'],
  ['a.npy', 'a (2).npy'],
  ['a.dat', 'a (2).dat'],
  ['a.zarr.zip', 'a (2).zarr.zip'],
  ['a', 'a (2)'],
])('numbers %s as %s', (name, numbered) => {
  expect(numberedName(name, 2)).toBe(numbered);
});

it('names the folder of an archive after it, and never the archive itself', () => {
  expect(archiveFolderName('data.npz')).toBe('data');
  expect(archiveFolderName('data')).toBe('data.arrays');
});

it('counts the length of a path as its system does', () => {
  const path = `/${'ä'.repeat(3000)}`;
  expect(isPathTooLong(path, 'linux')).toBe(true);
  expect(isPathTooLong(path, 'win32')).toBe(false);
  expect(isPathTooLong('x'.repeat(32_001), 'win32')).toBe(true);
});

it('gives decompressed files the name that their own template makes of the original one', () => {
  const named = (plainTemplate: string, isArray = true) =>
    decompressedName('t2m.npy.blp', { nameTemplate: '{stem}{ext}.blp', plainTemplate }, isArray);
  expect(named('{stem}{ext}')).toBe('t2m.npy');
  expect(named('{stem}-copy{ext}')).toBe('t2m-copy.npy');
  expect(named('out')).toBe('out.npy');
  expect(named('{stem}.bin', false)).toBe('t2m.bin');
});
