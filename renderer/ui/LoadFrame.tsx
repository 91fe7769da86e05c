import { type ReactNode, useRef, useState } from 'react';
import type { ContractError } from '../../shared/contract/result.js';
import { ErrorView } from './ErrorView.js';
import styles from './load-frame.module.css';
import { useDelayed } from './use-delayed.js';

interface Props {
  /** What is loaded, in the plural: `values`. */
  readonly what: string;
  /** Some of it is on its way. */
  readonly isLoading: boolean;
  /** Why some of it could not be loaded. */
  readonly error: ContractError | undefined;
  readonly onRetry: () => void;
  /** The grid that shows what is there. */
  readonly children: ReactNode;
}

/**
 * Around a grid whose rows are loaded as they come into view: says above it what could not be loaded, and over it what is on its
 * way. The grid stays, with its focus and its keys; every failure is announced, also one that says the same as the last.
 */
export function LoadFrame({ what, isLoading, error, onRetry, children }: Props) {
  const content = useRef<HTMLDivElement>(null);
  const [shown, setShown] = useState({ error, turn: 0 });
  if (shown.error !== error) setShown({ error, turn: shown.turn + 1 });
  const retry = () => {
    // The button goes once the rows are there: the focus waits for them in the grid.
    content.current?.querySelector<HTMLElement>('[role="grid"]')?.focus();
    onRetry();
  };
  return (
    <div className={styles.frame}>
      {error && (
        <div className={styles.failed}>
          <ErrorView key={shown.turn} error={error} onRetry={retry} />
        </div>
      )}
      <div ref={content} className={styles.content} aria-busy={isLoading}>
        {children}
      </div>
      <div className={styles.status} role="status">
        {isLoading && <Loading what={what} />}
      </div>
    </div>
  );
}

/** What comes sooner needs no words. */
const quickMs = 300;

function Loading({ what }: { readonly what: string }) {
  return useDelayed(quickMs) && <span className={styles.loading}>Loading {what}…</span>;
}
