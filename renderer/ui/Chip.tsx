import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Icon } from './Icon.js';
import styles from './status.module.css';
import type { Tone } from './tone.js';

interface Props {
  readonly tone?: Tone;
  readonly icon?: LucideIcon;
  readonly children: ReactNode;
}

/** A short fact or result; not a button. */
export function Chip({ tone = 'plain', icon, children }: Props) {
  return (
    <span className={styles.chip} data-tone={tone}>
      {icon && <Icon of={icon} size={12} />}
      {children}
    </span>
  );
}
