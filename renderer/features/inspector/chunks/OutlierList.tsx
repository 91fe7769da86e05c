import { CircleAlert } from 'lucide-react';
import type { ChunkSummary, OutlierGroup } from '../../../../shared/contract/inspect/chunks.js';
import { useFormat } from '../../../format/format-context.js';
import { Button } from '../../../ui/Button.js';
import { Icon } from '../../../ui/Icon.js';
import { groupWords, placeWords, sampleWords } from './chunk-words.js';
import styles from './outlier-list.module.css';
import { Swatch } from './Swatch.js';

interface Props {
  readonly summary: ChunkSummary;
  /** Shows only such chunks in the table. */
  readonly onFilter: (filter: string) => void;
}

/** Groups of chunks that differ from the others; each can filter the table. */
export function OutlierList({ summary, onFilter }: Props) {
  const format = useFormat();
  const [lower, upper] = summary.quartiles;
  const groups = summary.outliers.filter(({ count }) => count > 0);
  return (
    <div>
      <h3>Outliers {sampleWords(summary)}</h3>
      <ul className={styles.list}>
        {groups.map((group) => (
          <li key={group.kind}>
            <GroupMark kind={group.kind} />
            <div className={styles.group}>
              <Button
                kind="link"
                data-bad={group.kind === 'bad' ? '' : undefined}
                onClick={() => onFilter(group.filter)}
              >
                {groupWords(group)}
              </Button>
              <span className={styles.where}>{placeWords(group)}</span>
            </div>
          </li>
        ))}
        {groups.length === 0 && (
          <li className={styles.none}>None: {summary.basis.kind === 'all' ? 'all' : 'these'} chunks are alike.</li>
        )}
        <li className={styles.quartiles}>
          <span className="soft">Median {format.times(summary.medianRatio)}, quartiles</span> {lower.toFixed(2)} to{' '}
          {format.times(upper)}
        </li>
      </ul>
    </div>
  );
}

function GroupMark({ kind }: Pick<OutlierGroup, 'kind'>) {
  if (kind === 'bad') return <Icon of={CircleAlert} size={12} className={styles.bad} />;
  if (kind === 'missing') return <Swatch paint={{ kind: 'unknown' }} />;
  return <Swatch paint={kind === 'stored' ? { kind: 'hatch' } : { kind: 'ramp', share: kind === 'high' ? 1 : 0 }} />;
}
