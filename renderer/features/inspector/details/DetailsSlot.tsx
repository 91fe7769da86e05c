import type { ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { useSlots } from '../shell/slots.js';
import styles from './details.module.css';

interface Props {
  readonly title: string;
  /** Shown in grey after the title. */
  readonly subtitle?: string | undefined;
  /** Buttons at the right of the head. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** Renders a view's details of the selection into the right region. One at a time. */
export function DetailsSlot({ title, subtitle, actions, children }: Props) {
  const { details } = useSlots();
  return (
    details &&
    createPortal(
      <>
        <header className={styles.head}>
          <h2>{title}</h2>
          {subtitle && <span className={styles.subtitle}>{subtitle}</span>}
          {actions && <div className={styles.actions}>{actions}</div>}
        </header>
        <div className={styles.body}>{children}</div>
      </>,
      details,
    )
  );
}
