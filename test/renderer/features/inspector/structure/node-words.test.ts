import { expect, it } from 'vitest';
import { groupDigits, nodeValue } from '../../../../../renderer/features/inspector/structure/node-words.js';

it('groups the digits of whole numbers in a text, not those of other things', () => {
  expect(groupDigits('rows 0 to 262143, without 1 chunk')).toBe('rows 0 to 262,143, without 1 chunk');
  expect(groupDigits('1, adler32; 0x12345; 1234.5678; 4215025b')).toBe('1, adler32; 0x12345; 1234.5678; 4215025b');
});

it('leaves checksums as they are, which are hexadecimal', () => {
  expect(nodeValue({ value: '12345678', region: 'chunk-checksum' })).toBe('12345678');
  expect(nodeValue({ value: '12345678', region: 'metadata-checksum' })).toBe('12345678');
  expect(nodeValue({ value: '12345678', region: 'header' })).toBe('12,345,678');
});
