import { Copy } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ContractError } from '../../shared/contract/result.js';
import { errorDetails, errorPlace } from '../format/error-text.js';
import { Button } from './Button.js';
import styles from './error-view.module.css';
import { Icon } from './Icon.js';
import { MessageText } from './MessageText.js';
import { toneIcons } from './tone.js';

interface Props {
  readonly error: ContractError;
  /** Shows a Retry button. */
  readonly onRetry?: (() => void) | undefined;
  /** Other remedies, before Retry. */
  readonly actions?: ReactNode;
}

/** What happened, where, and what to do; the details are folded and can be copied. */
export function ErrorView({ error, onRetry, actions }: Props) {
  const place = errorPlace(error);
  const details = errorDetails(error);
  return (
    <div className={styles.error} role="alert">
      <Icon of={toneIcons.bad} />
      <div className={styles.words}>
        <p className="strong">
          <MessageText text={error.message} />
        </p>
        {place && <p className="soft">{place}</p>}
        {error.remedy && (
          <p>
            <MessageText text={error.remedy} />
          </p>
        )}
        {(actions || onRetry) && (
          <div className={styles.actions}>
            {actions}
            {onRetry && <Button onClick={onRetry}>Retry</Button>}
          </div>
        )}
        <details className={styles.details}>
          <summary>Details</summary>
          <pre className="mono">{details}</pre>
          <Button size="small" icon={Copy} onClick={() => void navigator.clipboard.writeText(details)}>
            Copy details
          </Button>
        </details>
      </div>
    </div>
  );
}
