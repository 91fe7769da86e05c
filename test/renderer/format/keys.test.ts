import { expect, it } from 'vitest';
import { ariaKeys, describeKeys, type KeyPress, spellKeys } from '../../../renderer/format/keys.js';

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
});

it('describes key presses in one notation', () => {
  expect(describeKeys(press('p', { ctrlKey: true, shiftKey: true }), 'other')).toBe('Ctrl+Shift+P');
  expect(describeKeys(press('p', { metaKey: true, shiftKey: true }), 'mac')).toBe('Ctrl+Shift+P');
  expect(describeKeys(press('ArrowUp', { altKey: true }), 'other')).toBe('Alt+Up');
  expect(describeKeys(press(' '), 'other')).toBe('Space');
  expect(describeKeys(press('F6', { shiftKey: true }), 'other')).toBe('Shift+F6');
});

it('takes a character typed with Shift as the character', () => {
  expect(describeKeys(press('?', { shiftKey: true }), 'other')).toBe('?');
});

it('spells keys for people and for screen readers', () => {
  expect(spellKeys('Ctrl+Shift+P', 'other')).toBe('Ctrl Shift P');
  expect(spellKeys('Ctrl+Shift+P', 'mac')).toBe('⇧⌘P');
  expect(spellKeys('Ctrl+Enter', 'other')).toBe('Ctrl ↵');
  expect(ariaKeys('Ctrl+1', 'other')).toBe('Control+1');
  expect(ariaKeys('Ctrl+1', 'mac')).toBe('Meta+1');
});
