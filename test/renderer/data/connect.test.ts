import { expect, it, vi } from 'vitest';
import { takeToken } from '../../../renderer/data/connect.js';

function places(hash: string, stored: Record<string, string> = {}) {
  const storage = {
    getItem: (key: string) => stored[key] ?? null,
    setItem: (key: string, value: string) => void Object.assign(stored, { [key]: value }),
  };
  return { hash, storage, clearHash: vi.fn() };
}

it('takes the token out of the address and keeps it for reloads', () => {
  const stored = {};
  const first = places('#token=abc-123', stored);
  expect(takeToken(first)).toBe('abc-123');
  expect(first.clearHash).toHaveBeenCalledOnce();
  expect(takeToken(places('', stored))).toBe('abc-123');
});

it('prefers the token of the address, which is newer', () => {
  const stored = {};
  takeToken(places('#token=old', stored));
  expect(takeToken(places('#token=new', stored))).toBe('new');
});

it('has none when neither address nor tab has one', () => {
  expect(takeToken(places('#other=1'))).toBeUndefined();
});
