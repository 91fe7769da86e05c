import { ContextMenu as Radix } from 'radix-ui';
import type { ReactElement } from 'react';
import styles from './floating.module.css';
import { MenuEntries } from './MenuEntries.js';
import type { MenuEntry } from './menu-entry.js';

interface Props {
  readonly entries: readonly MenuEntry[];
  /** The element that opens the menu; it must take a ref. */
  readonly children: ReactElement;
  readonly onOpenChange?: (open: boolean) => void;
}

/** The menu of the right mouse button, Shift+F10 and the menu key. Each command must also be available elsewhere. */
export function ContextMenu({ entries, children, onOpenChange }: Props) {
  return (
    <Radix.Root modal={false} {...(onOpenChange && { onOpenChange })}>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content className={styles.menu} collisionPadding={8}>
          <MenuEntries entries={entries} parts={Radix} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
