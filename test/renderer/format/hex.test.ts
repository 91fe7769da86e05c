import { expect, it } from 'vitest';
import { hexOffset, hexText } from '../../../renderer/format/hex.js';

it('writes offsets with capitals, and bytes in pairs', () => {
  expect(hexOffset(33_947_474)).toBe('0x205FF52');
  expect(hexText(Uint8Array.of(0x62, 0x0c, 0x70, 0xff))).toBe('62 0c 70 ff');
});
