import { Check } from 'lucide-react';
import type { ComponentType, ReactNode } from 'react';
import styles from './floating.module.css';
import { Icon } from './Icon.js';
import { Kbd } from './Kbd.js';
import type { MenuEntry } from './menu-entry.js';

interface ItemProps {
  readonly className?: string | undefined;
  readonly disabled?: boolean;
  readonly onSelect?: () => void;
  readonly children?: ReactNode;
}

interface Props {
  readonly entries: readonly MenuEntry[];
  /** Radix has these components twice: for button menus and for context menus. */
  readonly parts: {
    readonly Item: ComponentType<ItemProps>;
    readonly CheckboxItem: ComponentType<ItemProps & { readonly checked?: boolean }>;
    readonly Separator: ComponentType<{ readonly className?: string | undefined }>;
  };
}

/** The entries of a button menu or a context menu. */
export function MenuEntries({ entries, parts: { Item, CheckboxItem, Separator } }: Props) {
  return entries.map((entry, index) => {
    // Entries have no ids: the index is the key.
    const key = `${index}`;
    if (entry.kind === 'separator') return <Separator key={key} className={styles.separator} />;
    const { label, icon, keys, checked, danger, disabled = false, onSelect } = entry;
    const props = {
      className: styles.item,
      disabled,
      onSelect,
      'data-danger': danger ? '' : undefined,
      children: (
        <>
          {checked && <Icon of={Check} size={14} />}
          {checked === false && <i className={styles.gap} />}
          {icon && <Icon of={icon} size={14} />}
          <span>{label}</span>
          {keys && <Kbd keys={keys} />}
        </>
      ),
    };
    return checked === undefined ? (
      <Item key={key} {...props} />
    ) : (
      <CheckboxItem key={key} {...props} checked={checked} />
    );
  });
}
