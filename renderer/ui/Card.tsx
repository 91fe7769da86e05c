import type { ReactNode } from 'react';
import styles from './card.module.css';
import { classNames } from './class-names.js';

interface Props {
  /** A heading; without, give `label`. */
  readonly title?: ReactNode;
  /** Softer words after the title. */
  readonly subtitle?: ReactNode;
  /** The region's name when there is no heading or when it says too little. */
  readonly label?: string;
  /** At the right of the head. */
  readonly actions?: ReactNode;
  readonly footer?: ReactNode;
  readonly className?: string | undefined;
  readonly children?: ReactNode;
}

/** A flat surface with head and foot. No card inside a card. */
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
