import { DropdownMenu } from 'radix-ui';
import type { ReactElement } from 'react';
import styles from './floating.module.css';
import { MenuEntries } from './MenuEntries.js';
import type { MenuEntry } from './menu-entry.js';

interface Props {
  /** The button that opens it. */
  readonly trigger: ReactElement;
  readonly entries: readonly MenuEntry[];
  readonly align?: 'start' | 'end';
}

/** A button's menu. Not modal: that would lock scrolling with an inline style sheet, which the content security policy forbids. */
export function Menu({ trigger, entries, align = 'start' }: Props) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className={styles.menu} align={align} sideOffset={4} collisionPadding={8}>
          <MenuEntries entries={entries} parts={DropdownMenu} />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
