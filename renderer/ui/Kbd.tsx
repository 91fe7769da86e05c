import { platformOf, spellKeys } from '../format/keys.js';
import styles from './kbd.module.css';

interface Props {
  /** As in the table of commands: `Ctrl+Shift+P`; Ctrl is shown as ⌘ on a Mac. */
  readonly keys: string;
}

/** The keys of a shortcut. Screen readers read `aria-keyshortcuts` of the command's button instead. */
export function Kbd({ keys }: Props) {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a kbd takes no focus
    <kbd className={styles.kbd} aria-hidden="true">
      {spellKeys(keys, thisPlatform)}
    </kbd>
  );
}

const thisPlatform = platformOf(navigator.platform);
