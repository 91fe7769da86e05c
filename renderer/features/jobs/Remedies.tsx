import type { JobView } from '../../../shared/contract/jobs.js';
import { useArrive } from '../../app/drop/arrivals-context.js';
import { Button } from '../../ui/Button.js';
import { againArrival, isConversion } from './job-words.js';
import { useJobActions } from './use-job-actions.js';

interface Props {
  readonly job: JobView;
  readonly tabIndex?: number;
}

/** Buttons for a job that failed, or whose output is larger than its source. */
export function Remedies({ job, tabIndex }: Props) {
  const { control } = useJobActions();
  const arrive = useArrive();
  const props = { size: 'small', tabIndex } as const;
  if (job.grew) {
    return (
      <>
        <Button {...props} onClick={() => control([job], 'keep-source-only')}>
          Keep source only
        </Button>
        <Button {...props} onClick={() => control([job], 'keep-both')}>
          Keep both
        </Button>
      </>
    );
  }
  return (
    <>
      <Button {...props} onClick={() => control([job], 'retry')}>
        Retry
      </Button>
      {isConversion(job) && (
        <Button {...props} onClick={() => arrive(againArrival([job]))}>
          Change settings…
        </Button>
      )}
      <Button {...props} kind="ghost" onClick={() => control([job], 'skip')}>
        Skip
      </Button>
    </>
  );
}
