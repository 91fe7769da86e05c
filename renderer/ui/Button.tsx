import type { LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';
import styles from './button.module.css';
import { classNames } from './class-names.js';
import { Icon } from './Icon.js';
import { Kbd } from './Kbd.js';

interface Props extends ComponentProps<'button'> {
  /** `primary`: at most one in a view. `danger`: red text; its label ends with an ellipsis when a dialog follows. */
  readonly kind?: 'plain' | 'primary' | 'ghost' | 'danger' | 'link';
  readonly size?: 'medium' | 'small';
  readonly icon?: LucideIcon | undefined;
  /** The shortcut to show, such as `Ctrl+O`; showing it does not bind it. */
  readonly keys?: string | undefined;
}

/** Starts an action. Buttons that navigate or unfold something look like links: `kind="link"`. */
export function Button({ kind = 'plain', size = 'medium', icon, keys, className, children, ...rest }: Props) {
  return (
    <button
      type="button"
      {...rest}
      className={classNames(kind === 'link' ? styles.link : styles.button, className)}
      data-kind={kind}
      data-size={size}
    >
      {icon && <Icon of={icon} size={size === 'small' ? 14 : 16} />}
      {children}
      {keys && <Kbd keys={keys} />}
    </button>
  );
}
