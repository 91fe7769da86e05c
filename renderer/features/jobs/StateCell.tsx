import type { JobView } from '../../../shared/contract/jobs.js';
import { GridCell } from '../../ui/GridParts.js';
import { StateText } from '../../ui/StateText.js';
import { stateLook } from './job-words.js';

interface Props {
  readonly job: JobView;
}

/** The first cell of a job. */
export function StateCell({ job }: Props) {
  const { word, tone, icon } = stateLook(job);
  return (
    <GridCell className={tone === 'info' ? 'strong' : undefined}>
      <StateText tone={tone} icon={icon}>
        {word}
      </StateText>
    </GridCell>
  );
}
