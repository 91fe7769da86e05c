import { hasFoundDamage, type JobView } from '../../../shared/contract/jobs.js';
import { useInspect } from '../../app/documents/use-documents.js';
import { useArrive } from '../../app/drop/arrivals-context.js';
import { Button } from '../../ui/Button.js';
import { JobRepair } from './JobRepair.js';
import { againArrival, packsOrUnpacks } from './job-words.js';
import { useJobActions } from './use-job-actions.js';
import { useKeepSourceOnly } from './use-keep-source-only.js';

interface Props {
  readonly job: JobView;
  readonly tabIndex?: number;
}

/** Buttons for a job that failed, or whose output is larger than its source. */
export function Remedies({ job, tabIndex }: Props) {
  const { control } = useJobActions();
  const arrive = useArrive();
  const inspect = useInspect();
  const { keepSourceOnly, dots, question } = useKeepSourceOnly();
  const props = { size: 'small', tabIndex } as const;
  if (job.grew) {
    return (
      <>
        {question}
        <Button {...props} onClick={() => keepSourceOnly([job])}>
          Keep source only{dots}
        </Button>
        <Button {...props} onClick={() => control([job], 'keep-both')}>
          Keep both
        </Button>
      </>
    );
  }
  return (
    <>
      {hasFoundDamage(job) && (
        <>
          <Button {...props} onClick={() => inspect(job.source.id, job.source.name)}>
            Inspect
          </Button>
          {job.action !== 'repair' && job.source.address === undefined && (
            <JobRepair file={job.source} tabIndex={tabIndex} />
          )}
        </>
      )}
      <Button {...props} onClick={() => control([job], 'retry')}>
        Retry
      </Button>
      {packsOrUnpacks(job) && !hasFoundDamage(job) && (
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
