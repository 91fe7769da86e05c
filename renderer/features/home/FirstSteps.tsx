import { useState } from 'react';
import { Button } from '../../ui/Button.js';
import styles from './home.module.css';

const storageKey = 'bloscpack-first-steps';

const steps = [
  { title: 'Drop files', text: 'What each is, is read from its first bytes.' },
  { title: 'Look at the card', text: 'It says what will be written, and you can change all of it.' },
  { title: 'Compress', text: 'Every output is checked before it gets its name.' },
] as const;

/** Three sentences for the first time; gone for good once dismissed. */
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
