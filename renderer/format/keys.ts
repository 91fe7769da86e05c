/** Which names the keys have. */
export type Platform = 'mac' | 'other';

/** The part of a keyboard event that identifies a shortcut. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

/** Characters that are typed with or without Shift, depending on the keyboard: `?` is `?`, not `Shift+?`. */
const typedWithShift = /^[^\p{L}\p{N}]$/u;

const names: Readonly<Record<string, string>> = {
  ' ': 'Space',
  Escape: 'Esc',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
};

/**
 * A key press as the table of commands writes it: modifiers in the order Ctrl, Alt, Shift, then the key (`Ctrl+Shift+P`).
 * Ctrl stands for the command key on a Mac.
 */
export function describeKeys(press: KeyPress, platform: Platform): string {
  const key = names[press.key] ?? (press.key.length === 1 ? press.key.toUpperCase() : press.key);
  const control = platform === 'mac' ? press.metaKey : press.ctrlKey;
  const shift = press.shiftKey && !typedWithShift.test(press.key);
  return [control && 'Ctrl', press.altKey && 'Alt', shift && 'Shift', key].filter(Boolean).join('+');
}

const macSigns: Readonly<Record<string, string>> = { Ctrl: '⌘', Alt: '⌥', Shift: '⇧', Enter: '↩' };
const otherSigns: Readonly<Record<string, string>> = { Enter: '↵' };

/** Keys as they are printed beside a command: `Ctrl Shift P`, `⇧⌘P`. */
export function spellKeys(keys: string, platform: Platform): string {
  const parts = keys.split('+');
  if (platform === 'other') return parts.map((part) => otherSigns[part] ?? part).join(' ');
  // On a Mac the command key comes after the other modifiers.
  const rest = parts.filter((part) => part !== 'Ctrl');
  const ordered = rest.length < parts.length ? [...rest.slice(0, -1), 'Ctrl', ...rest.slice(-1)] : rest;
  return ordered.map((part) => macSigns[part] ?? part).join('');
}

/** Keys for the attribute `aria-keyshortcuts`. */
export function ariaKeys(keys: string, platform: Platform): string {
  return keys.replace('Ctrl', platform === 'mac' ? 'Meta' : 'Control');
}

/** Which names the keys have on the machine that shows the page. */
export function platformOf(navigatorPlatform: string): Platform {
  return navigatorPlatform.startsWith('Mac') ? 'mac' : 'other';
}
