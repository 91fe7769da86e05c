import type { QueueView } from '../../../shared/contract/jobs.js';
import { useClient } from '../../data/client-context.js';
import { useFormat } from '../../format/format-context.js';
import { Button } from '../../ui/Button.js';
import { Notice } from '../../ui/Notice.js';
import { useFailureToast } from '../../ui/Toasts.js';
import styles from './interrupted-notice.module.css';

type Props = NonNullable<QueueView['interrupted']>;

/** What an earlier run of the program left unfinished, until the user says whether it is still wanted. */
export function InterruptedNotice({ finished, remaining, strayParts }: Props) {
  const format = useFormat();
  const client = useClient();
  const failed = useFailureToast();
  const answer = (what: 'continue' | 'discard') => client.call('jobs.interrupted', { what }).catch(failed);
  const total = format.count(finished + remaining);
  const parts = format.countOf(strayParts, 'half-written file is', 'half-written files are');
  return (
    <div className={styles.interrupted}>
      <Notice
        title={`A batch stopped at ${format.count(finished)} of ${total}`}
        actions={
          <>
            <Button onClick={() => void answer('continue')}>
              Continue with the remaining {format.count(remaining)}
            </Button>
            <Button kind="danger" onClick={() => void answer('discard')}>
              Discard
            </Button>
          </>
        }
      >
        Finished files are safe.{strayParts > 0 && ` ${parts} deleted either way.`}
      </Notice>
    </div>
  );
}
