import { platformOf, spellKeys } from '../format/keys.js';
import styles from './kbd.module.css';

interface Props {
  /** As in the registry of shortcuts: `Ctrl+Shift+P`; Ctrl is shown as ⌘ on a Mac. */
  readonly keys: string;
}

/** Keys to press. Screen readers hear the shortcut from the command's own `aria-keyshortcuts`. */
export function Kbd({ keys }: Props) {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a kbd takes no focus
    <kbd className={styles.kbd} aria-hidden="true">
      {spellKeys(keys, thisPlatform)}
    </kbd>
  );
}

const thisPlatform = platformOf(navigator.platform);
