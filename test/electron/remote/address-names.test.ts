import { describe, expect, it } from 'vitest';
import { AddressNames } from '../../../electron/remote/address-names.js';

describe('the name of an address', () => {
  it('is another one for each address, whatever it hides, and leads back to it', () => {
    const names = new AddressNames();
    const expected = {
      'https://me:word@host/a': 'https://...@host/a',
      'https://host/a': 'https://host/a',
      'https://you:word@host/a': 'https://...@host/a#2',
      'https://host/a?sign=1': 'https://host/a?...',
      'https://me@host/a?sign=1': 'https://host/a?...#2',
      'https://host/@/a': 'https://host/@/a',
      's3://bucket/a@b?c': 's3://bucket/a@b?c',
    };
    for (const [address, name] of Object.entries(expected)) expect(names.nameOf(address)).toBe(name);
    for (const [address, name] of Object.entries(expected)) {
      expect(names.addressOf(name)).toBe(address);
      expect(names.nameOf(address)).toBe(name);
    }
  });
});
