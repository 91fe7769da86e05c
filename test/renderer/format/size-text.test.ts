import fc from 'fast-check';
import { expect, it } from 'vitest';
import { spellSize } from '../../../renderer/format/size-text.js';
import { parseSizeText } from '../../../shared/format/sizes.js';

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
