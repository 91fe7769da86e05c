import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { type ReactNode, useRef } from 'react';
import styles from './dialog.module.css';
import { IconButton } from './IconButton.js';

interface Props {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** One sentence under the title. */
  readonly description?: ReactNode;
  /** Buttons, the primary one last. */
  readonly footer?: ReactNode;
  readonly width?: 'small' | 'medium' | 'large';
  readonly children?: ReactNode;
}

/** The first control of the content has the focus at first, not the Close button. */
const firstControls = ':not(header) > :is(button, input, select, textarea, [tabindex="0"]):not(:disabled)';

/**
 * A modal dialog: keeps the focus inside, Esc closes it. It does not use Radix's overlay, which locks scrolling with an inline
 * style sheet, which the content security policy forbids; the page below does not scroll.
 */
export function Dialog({ open, onClose, title, description, footer, width = 'medium', children }: Props) {
  const content = useRef<HTMLDivElement>(null);
  const focusFirst = (event: Event) => {
    event.preventDefault();
    const first = content.current?.querySelector<HTMLElement>(firstControls);
    (first ?? content.current)?.focus();
  };
  return (
    <Radix.Root open={open} onOpenChange={(next) => next || onClose()}>
      <Radix.Portal>
        <div className={styles.shade} />
        <Radix.Content
          ref={content}
          onOpenAutoFocus={focusFirst}
          className={styles.dialog}
          data-width={width}
          {...(!description && { 'aria-describedby': undefined })}
        >
          <header className={styles.head}>
            <Radix.Title className={styles.title}>{title}</Radix.Title>
            <Radix.Close asChild>
              <IconButton icon={X} label="Close" />
            </Radix.Close>
          </header>
          {description && <Radix.Description className={styles.description}>{description}</Radix.Description>}
          <div className={styles.body}>{children}</div>
          {footer && <footer className={styles.foot}>{footer}</footer>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
