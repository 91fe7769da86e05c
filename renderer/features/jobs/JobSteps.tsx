import type { JobStep, JobView } from '../../../shared/contract/jobs.js';
import { useFormat } from '../../format/format-context.js';
import type { Formats } from '../../format/formats.js';
import { Icon } from '../../ui/Icon.js';
import { toneIcons } from '../../ui/tone.js';
import styles from './job-panel.module.css';
import { hasStep, stepWords } from './job-words.js';

interface Props {
  readonly job: JobView;
  readonly steps: readonly JobStep[];
}

/** The steps of a job from preparing to publishing, with the present one marked. */
export function JobSteps({ job, steps }: Props) {
  const format = useFormat();
  return (
    <ol className={styles.steps}>
      {steps
        .filter(({ name }) => hasStep(name, job))
        .map((step) => (
          <li key={step.name} data-state={step.state} aria-current={step.state === 'active' ? 'step' : undefined}>
            <StepMark state={step.state} />
            <span>{stepWords(step.name, job)}</span>
            <span className={styles.stepFact}>{stepFact(step, job, format)}</span>
          </li>
        ))}
    </ol>
  );
}

function StepMark({ state }: Pick<JobStep, 'state'>) {
  if (state === 'done') return <Icon of={toneIcons.ok} size={12} />;
  if (state === 'failed') return <Icon of={toneIcons.bad} size={12} />;
  return <i className={styles.dot} />;
}

/** Its duration, its progress, or why it was not done. */
function stepFact({ name, state, elapsedMs }: JobStep, { chunksDone, chunks }: JobView, format: Formats): string {
  const isCounted = name === 'working' || name === 'verifying';
  if (state === 'active' && isCounted && chunks !== undefined) {
    return `chunk ${format.count(chunksDone)} of ${format.count(chunks)}`;
  }
  if (state === 'left-out') return 'not done';
  if (state === 'failed') return 'failed here';
  if (state === 'stopped') return 'cancelled here';
  return elapsedMs === undefined ? '' : format.duration(elapsedMs);
}
