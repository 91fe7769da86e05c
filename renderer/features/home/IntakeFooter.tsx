import { useEffect, useRef } from 'react';
import type { BatchPlan } from '../../../shared/contract/intake.js';
import { keysOf } from '../../app/commands/command-table.js';
import { useIntakeOptions, useIntakeStore } from '../../app/intake/use-intake.js';
import { useFormat } from '../../format/format-context.js';
import { Button } from '../../ui/Button.js';
import { Notice } from '../../ui/Notice.js';
import type { Prediction } from './estimate.js';
import styles from './intake.module.css';
import { type IntakeSums, madeWords, planWords, primaryText, refusedWords } from './model.js';
import type { PlanState } from './use-batch-plan.js';

interface Props {
  readonly sums: IntakeSums;
  readonly planState: PlanState;
  readonly prediction: Prediction | undefined;
  /** First bytes are being read, or typesizes probed. */
  readonly isReading: boolean;
  readonly isStarting: boolean;
  readonly canStart: boolean;
  readonly onStart: () => void;
  readonly onCancel: () => void;
}

const maxObstacles = 3;

/** Focuses the button when it becomes enabled, unless another element has the focus. */
function useFocusWhenReady(isReady: boolean) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isReady && document.activeElement === document.body) button.current?.focus();
  }, [isReady]);
  return button;
}

/** What will be written, and the start button. Does not scroll. */
export function IntakeFooter({
  sums,
  planState,
  prediction,
  isReading,
  isStarting,
  canStart,
  onStart,
  onCancel,
}: Props) {
  const format = useFormat();
  const { error, retry } = planState;
  const plan = error ? undefined : planState.value;
  const startButton = useFocusWhenReady(canStart);
  const obstacles = error ? [error.message] : (plan?.obstacles ?? []);
  const refused = plan && refusedWords(plan);
  return (
    <footer className={styles.footer} data-pane="">
      {obstacles.length > 0 && (
        <Notice tone="bad" title="The batch cannot start" actions={error && <Button onClick={retry}>Retry</Button>}>
          {obstacles.slice(0, maxObstacles).map((obstacle) => (
            <div key={obstacle}>{obstacle}</div>
          ))}
          {obstacles.length > maxObstacles && <div>and {obstacles.length - maxObstacles} more.</div>}
        </Notice>
      )}
      {obstacles.length === 0 &&
        plan?.warnings.map((warning) => (
          <Notice key={warning} title="The space may not suffice">
            {warning}
          </Notice>
        ))}
      {plan && <MadeLine plan={plan} />}
      {refused !== undefined && <p className={styles.made}>{refused}</p>}
      <div className={styles.footerLine}>
        <div className={styles.footerWords} role="status">
          {isReading
            ? 'Reading the files…'
            : plan && planWords(plan, format, prediction).map((word) => <span key={word}>{word}</span>)}
        </div>
        <Button onClick={onCancel}>Cancel</Button>
        <Button
          ref={startButton}
          kind="primary"
          keys={keysOf('intake.run')}
          disabled={!canStart || isStarting}
          onClick={onStart}
        >
          {isStarting ? 'Starting…' : primaryText(sums, format)}
        </Button>
      </div>
    </footer>
  );
}

/** Says which outputs are left out because they exist already, and writes them again on request. */
function MadeLine({ plan }: { readonly plan: BatchPlan }) {
  const store = useIntakeStore();
  const { again } = useIntakeOptions();
  const made = madeWords(plan, useFormat());
  if (made === undefined && !again) return null;
  return (
    <div className={styles.made}>
      <span>{made ?? 'Outputs that exist are written again, after a question.'}</span>
      <Button kind="link" onClick={() => store.edit({ again: !again })}>
        {again ? 'Leave them out' : 'Write them again…'}
      </Button>
    </div>
  );
}
