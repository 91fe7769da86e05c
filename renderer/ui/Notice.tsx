import type { ReactNode } from 'react';
import { Icon } from './Icon.js';
import styles from './status.module.css';
import { type Tone, toneIcons } from './tone.js';

interface Props {
  readonly tone?: Exclude<Tone, 'plain'>;
  /** The bold first line. */
  readonly title: string;
  /** One sentence. */
  readonly children?: ReactNode;
  /** One or two buttons. */
  readonly actions?: ReactNode;
}

/** A message about the pane that contains it; at most one in a pane. */
export function Notice({ tone = 'warn', title, children, actions }: Props) {
  return (
    <div className={styles.notice} data-tone={tone} role={tone === 'bad' ? 'alert' : 'note'}>
      <Icon of={toneIcons[tone]} />
      <div className={styles.words}>
        <div className="strong">{title}</div>
        {children && <div>{children}</div>}
      </div>
      {actions && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}
