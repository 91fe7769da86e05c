import { AlertDialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { Button } from './Button.js';
import styles from './dialog.module.css';

interface Props {
  readonly open: boolean;
  /** A question: `Cancel 11 jobs?` */
  readonly title: string;
  /** What will happen, in one or two sentences. Required: the user decides by it. */
  readonly description: ReactNode;
  /** The verb of the question: `Cancel jobs`. */
  readonly confirmLabel: string;
  /** The button that changes nothing, which has the focus: `Keep working`. */
  readonly cancelLabel: string;
  readonly destructive?: boolean;
  /** More buttons, between the two. */
  readonly others?: ReactNode;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}

/** Asks for a decision before anything else can be done. Only for actions that cannot be undone. */
export function AlertDialog({ open, title, description, destructive = false, others, ...answers }: Props) {
  const { confirmLabel, cancelLabel, onConfirm, onCancel } = answers;
  return (
    <Radix.Root open={open} onOpenChange={(next) => next || onCancel()}>
      <Radix.Portal>
        <div className={styles.shade} />
        <Radix.Content className={styles.dialog} data-width="small" aria-modal="true">
          <header className={styles.head}>
            <Radix.Title className={styles.title}>{title}</Radix.Title>
          </header>
          <Radix.Description className={styles.description}>{description}</Radix.Description>
          <footer className={styles.foot}>
            <Radix.Cancel asChild>
              <Button>{cancelLabel}</Button>
            </Radix.Cancel>
            {others}
            <Button kind={destructive ? 'danger' : 'primary'} onClick={onConfirm}>
              {confirmLabel}
            </Button>
          </footer>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
