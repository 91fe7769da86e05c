import { describe, expect, it } from 'vitest';
import { byteLabel, characters, placeWords } from '../../../../../renderer/features/inspector/bytes/hex/byte-words.js';

describe('a byte as text', () => {
  const field = { start: 0x20, end: 0x28, region: 'metadata-header', shade: 0, name: 'magic_format' } as const;

  it('names offset, value, character and field', () => {
    expect(byteLabel(0x20, 0x7b, field)).toBe('offset 0x20, value 0x7B, character {, field magic_format');
    expect(byteLabel(0x1e20808bc, 0, { ...field, of: 'Metadata header' })).toBe(
      'offset 0x1E20808BC, value 0x00, character null, field magic_format, Metadata header',
    );
  });

  it('leaves out characters without a name, and says what is loading', () => {
    expect(byteLabel(1, 0x90, undefined)).toBe('offset 0x1, value 0x90');
    expect(byteLabel(1, 0x20, undefined)).toContain('character space');
    expect(byteLabel(1, undefined, undefined)).toBe('offset 0x1, loading');
  });

  it('shows a dot for what is not printable', () => {
    expect([0, 0x20, 0x41, 0x7e, 0x7f, 0xff].map((value) => characters[value])).toEqual(['·', ' ', 'A', '~', '·', '·']);
  });

  it('names the last byte of a range, not the one after it', () => {
    expect(placeWords({ start: 16, end: 24 })).toBe('0x10 to 0x17');
    expect(placeWords({ start: 16, end: 17 })).toBe('0x10');
  });
});
