import { useState } from 'react';
import { Button } from '../../ui/Button.js';
import styles from './home.module.css';

const storageKey = 'bloscpack-first-steps';

const steps = [
  { title: 'Drop files', text: 'The app reads the first bytes of each file to find its type.' },
  { title: 'Check the list', text: 'It shows what will be written; you can change all of it.' },
  { title: 'Compress', text: 'Every output is checked before it gets its name.' },
] as const;

/** Three sentences for new users, until they are dismissed. */
export function FirstSteps() {
  const [isDismissed, setDismissed] = useState(() => localStorage.getItem(storageKey) !== null);
  if (isDismissed) return null;
  const dismiss = () => {
    localStorage.setItem(storageKey, 'dismissed');
    setDismissed(true);
  };
  return (
    <section className={styles.steps} aria-label="First steps">
      <ol>
        {steps.map(({ title, text }, index) => (
          <li key={title}>
            <b>{index + 1}</b>
            <span className={styles.stepText}>
              <span className="strong">{title}</span>
              <span className="soft">{text}</span>
            </span>
          </li>
        ))}
      </ol>
      <Button kind="ghost" size="small" onClick={dismiss}>
        Dismiss
      </Button>
    </section>
  );
}
