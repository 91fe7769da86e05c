import type { ReactNode } from 'react';
import styles from './key-value-list.module.css';

export interface KeyValue {
  readonly label: string;
  readonly value: ReactNode;
  /** Monospaced, for values that a program reads. */
  readonly mono?: boolean;
}

interface Props {
  readonly entries: readonly KeyValue[];
  /** Values directly after their labels. */
  readonly tight?: boolean;
}

/** Facts: labels at the left, values at the right. */
export function KeyValueList({ entries, tight = false }: Props) {
  return (
    <dl className={styles.list} data-tight={tight ? '' : undefined}>
      {entries.map(({ label, value, mono }) => (
        <div key={label} className={styles.pair}>
          <dt>{label}</dt>
          <dd className={mono ? 'mono' : undefined}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
