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
  /** Radix has these twice, alike: for menus of buttons and for context menus. */
  readonly parts: {
    readonly Item: ComponentType<ItemProps>;
    readonly CheckboxItem: ComponentType<ItemProps & { readonly checked?: boolean }>;
    readonly Separator: ComponentType<{ readonly className?: string | undefined }>;
  };
}

/** The lines of a menu, of either kind. */
export function MenuEntries({ entries, parts: { Item, CheckboxItem, Separator } }: Props) {
  return entries.map((entry, index) => {
    // Menus have no order of their own: a line is known by its place.
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
