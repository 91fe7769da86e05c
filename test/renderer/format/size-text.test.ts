import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseSizeText, spellSize } from '../../../renderer/format/size-text.js';

it.each([
  ['1M', 2 ** 20],
  ['128K', 131_072],
  ['1 MiB', 2 ** 20],
  ['1MB', 1_000_000],
  [' 1.5 kib ', 1536],
  ['4096', 4096],
  ['.5G', 2 ** 29],
  ['12B', 12],
])('reads %s', (text, sizeBytes) => {
  expect(parseSizeText(text)).toBe(sizeBytes);
});

it.each(['', 'M', '1X', '-1', '1 M 2', '1e6', '9999999T'])('refuses %j', (text) => {
  expect(parseSizeText(text)).toBeUndefined();
});

it('writes every size so that it is parsed as the same', () => {
  fc.assert(
    fc.property(fc.nat({ max: 2 ** 45 }), (sizeBytes) => {
      expect(parseSizeText(spellSize(sizeBytes))).toBe(sizeBytes);
    }),
  );
});

it('writes whole steps with their suffix', () => {
  expect([2 ** 20, 131_072, 1000, 0].map(spellSize)).toEqual(['1M', '128K', '1000', '0']);
});
