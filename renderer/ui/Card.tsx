import type { ReactNode } from 'react';
import styles from './card.module.css';
import { classNames } from './class-names.js';

interface Props {
  /** A heading; without it, pass `label`. */
  readonly title?: ReactNode;
  /** Secondary text after the title. */
  readonly subtitle?: ReactNode;
  /** The accessible name, where there is no heading or a longer name is needed. */
  readonly label?: string;
  /** At the right of the header. */
  readonly actions?: ReactNode;
  readonly footer?: ReactNode;
  readonly className?: string | undefined;
  readonly children?: ReactNode;
}

/** A flat surface with header and footer. Cards are not nested. */
export function Card({ title, subtitle, label, actions, footer, className, children }: Props) {
  return (
    <section className={classNames(styles.card, className)} aria-label={label}>
      {(title || actions) && (
        <header className={styles.head}>
          {title && <h2>{title}</h2>}
          {subtitle && <span className="soft">{subtitle}</span>}
          {actions && <span className={styles.actions}>{actions}</span>}
        </header>
      )}
      {children}
      {footer && <footer className={styles.foot}>{footer}</footer>}
    </section>
  );
}
