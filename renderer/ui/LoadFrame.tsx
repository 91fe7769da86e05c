import { type ReactNode, useRef, useState } from 'react';
import type { ContractError } from '../../shared/contract/result.js';
import { ErrorView } from './ErrorView.js';
import styles from './load-frame.module.css';
import { useDelayed } from './use-delayed.js';

interface Props {
  /** What is loaded, in the plural: `values`. */
  readonly what: string;
  /** Some of it is being loaded. */
  readonly isLoading: boolean;
  /** Why some of it could not be loaded. */
  readonly error: ContractError | undefined;
  readonly onRetry: () => void;
  /** The grid that shows the loaded part. */
  readonly children: ReactNode;
}

/**
 * Around a grid whose rows are loaded when they are scrolled into view: shows errors above the grid and the loading state over
 * it. The grid stays mounted and keeps its focus. Every failure is announced, also one with the text of the last.
 */
export function LoadFrame({ what, isLoading, error, onRetry, children }: Props) {
  const content = useRef<HTMLDivElement>(null);
  const [shown, setShown] = useState({ error, count: 0 });
  if (shown.error !== error) setShown({ error, count: shown.count + 1 });
  const retry = () => {
    // The Retry button is unmounted after the reload: the grid takes the focus.
    content.current?.querySelector<HTMLElement>('[role="grid"], [role="treegrid"]')?.focus();
    onRetry();
  };
  return (
    <div className={styles.frame}>
      {error && (
        <div className={styles.failed}>
          <ErrorView key={shown.count} error={error} onRetry={retry} />
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

/** Loading that takes less time shows no text. */
const quickMs = 300;

function Loading({ what }: { readonly what: string }) {
  return useDelayed(quickMs) && <span className={styles.loading}>Loading {what}…</span>;
}
