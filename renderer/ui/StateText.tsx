import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Icon } from './Icon.js';
import styles from './status.module.css';
import { type Tone, toneIcons } from './tone.js';

interface Props {
  readonly tone?: Tone;
  /** Replaces the icon of the tone. */
  readonly icon?: LucideIcon;
  readonly children: ReactNode;
}

/** A state as an icon and a word. */
export function StateText({ tone = 'plain', icon = toneIcons[tone], children }: Props) {
  return (
    <span className={styles.state} data-tone={tone}>
      <Icon of={icon} size={14} />
      {children}
    </span>
  );
}
