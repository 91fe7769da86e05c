import type { ReactNode } from 'react';
import styles from './empty-state.module.css';

interface Props {
  /** One sentence. */
  readonly title: string;
  readonly children?: ReactNode;
  /** One or two buttons. */
  readonly action?: ReactNode;
}

/** Says that a view has no content yet, and how to add some. */
export function EmptyState({ title, children, action }: Props) {
  return (
    <div className={styles.empty}>
      <p className={styles.title}>{title}</p>
      {children && <div className="soft">{children}</div>}
      {action && <div className={styles.action}>{action}</div>}
    </div>
  );
}
