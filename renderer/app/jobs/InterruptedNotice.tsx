import type { QueueView } from '../../../shared/contract/jobs.js';
import { useClient } from '../../data/client-context.js';
import { useFormat } from '../../format/format-context.js';
import { Button } from '../../ui/Button.js';
import { Notice } from '../../ui/Notice.js';
import { useFailureToast } from '../../ui/Toasts.js';
import styles from './interrupted-notice.module.css';

type Props = NonNullable<QueueView['interrupted']>;

/** Jobs that an earlier run of the program left unfinished, until the user continues or discards them. */
export function InterruptedNotice({ finished, remaining, strayParts }: Props) {
  const format = useFormat();
  const client = useClient();
  const failed = useFailureToast();
  const decide = (what: 'continue' | 'discard') => client.call('jobs.interrupted', { what }).catch(failed);
  const total = format.count(finished + remaining);
  const parts = format.countOf(strayParts, 'partial file is', 'partial files are');
  return (
    <div className={styles.interrupted}>
      <Notice
        title={`A batch stopped at ${format.count(finished)} of ${total}`}
        actions={
          <>
            <Button onClick={() => void decide('continue')}>
              Continue with the remaining {format.count(remaining)}
            </Button>
            <Button kind="danger" onClick={() => void decide('discard')}>
              Discard
            </Button>
          </>
        }
      >
        Finished files are complete.{strayParts > 0 && ` ${parts} deleted either way.`}
      </Notice>
    </div>
  );
}
