import type { JobFile, JobView } from '../../../shared/contract/jobs.js';
import { useInspect } from '../../app/documents/use-documents.js';
import { useClient } from '../../data/client-context.js';
import { hasBegun } from '../../data/queue/queue-layout.js';
import { useFormat } from '../../format/format-context.js';
import { Button } from '../../ui/Button.js';
import { ProgressBar } from '../../ui/ProgressBar.js';
import styles from './job-list.module.css';
import { progressNote, stateLabel, stepFraction } from './job-words.js';
import { useJobActions } from './use-job-actions.js';

interface Props {
  readonly job: JobView;
  /** The first waiting job. */
  readonly isNext: boolean;
  /** Tab reaches its buttons. */
  readonly isActive: boolean;
}

/** Progress of a job, or a link to its output. */
export function ProgressCell({ job, isNext, isActive }: Props) {
  const format = useFormat();
  if (job.output) return <OutputLinks output={job.output} isActive={isActive} />;
  const note = progressNote(job, isNext);
  if (!hasBegun(job)) {
    return (
      <span className="dim cut" title={note}>
        {note}
      </span>
    );
  }
  const fraction = stepFraction(job);
  return (
    <span className={styles.progress}>
      <ProgressBar
        label={`${stateLabel(job).word} ${job.source.name}`}
        fraction={fraction}
        state={job.state === 'paused' ? 'paused' : 'running'}
      />
      {fraction !== undefined && <span>{format.percent(fraction)}</span>}
    </span>
  );
}

interface OutputLinkProps {
  readonly output: JobFile;
  /** Tab reaches it. */
  readonly isActive: boolean;
}

/** Shows the output of a job in its folder, downloads it in a browser, or copies its address; and opens it in the Inspector. */
function OutputLinks({ output, isActive }: OutputLinkProps) {
  const inspect = useInspect();
  return (
    <span className={styles.links}>
      <OutputLink output={output} isActive={isActive} />
      <Button
        kind="link"
        className={styles.inspect}
        tabIndex={isActive ? 0 : -1}
        aria-label={`Inspect ${output.name}`}
        onClick={() => inspect(output.id, output.name)}
      >
        Inspect
      </Button>
    </span>
  );
}

function OutputLink({ output, isActive }: OutputLinkProps) {
  const url = useClient().downloadUrl(output.id);
  const { reveal, copy } = useJobActions();
  const { address } = output;
  const props = { tabIndex: isActive ? 0 : -1, title: address ?? `${output.folder}/${output.name}` };
  if (address !== undefined) {
    return (
      <Button
        {...props}
        kind="link"
        aria-label={`Copy the address of ${output.name}`}
        onClick={() => copy(address, 'Address copied')}
      >
        Copy address
      </Button>
    );
  }
  if (url !== undefined) {
    return (
      <a {...props} href={url} download={output.name} className={styles.link} aria-label={`Download ${output.name}`}>
        Download
      </a>
    );
  }
  return (
    <Button {...props} kind="link" aria-label={`Show ${output.name} in folder`} onClick={() => reveal(output)}>
      Show in folder
    </Button>
  );
}
