import type { ChunkDetails } from '../../../../../shared/contract/inspect/chunks.js';
import { Button } from '../../../../ui/Button.js';
import { KeyValueList } from '../../../../ui/KeyValueList.js';
import { Notice } from '../../../../ui/Notice.js';
import { useRepair } from '../../model/repair.js';
import { rangeWords } from '../chunk-words.js';
import styles from './chunk-pane.module.css';

interface Props {
  readonly details: ChunkDetails;
}

/** What is wrong with a chunk, what it costs, and the way to get out what is whole. Nothing for chunks that are whole. */
export function DamageNotice({ details: { row, digest, elements, rows } }: Props) {
  const repair = useRepair();
  const isMismatch = digest?.computed !== undefined && digest.computed !== digest.stored;
  if (!isMismatch && row.check !== 'unreadable' && row.check !== 'mismatch') return null;
  return (
    <Notice tone="bad" title={isMismatch ? 'Checksum mismatch' : 'Unreadable chunk'}>
      {isMismatch ? 'The chunk differs from what was written: its bytes have another checksum.' : row.problem}
      <div className={styles.damage}>
        <KeyValueList
          entries={[
            ...(digest ? [{ label: `${digest.kind} stored`, value: digest.stored, mono: true }] : []),
            ...(digest?.computed ? [{ label: 'computed', value: digest.computed, mono: true }] : []),
            ...(elements ? [{ label: 'items affected', value: rangeWords(elements) }] : []),
            ...(rows ? [{ label: 'rows affected', value: rangeWords(rows) }] : []),
          ]}
        />
        {repair && (
          <Button size="small" onClick={repair}>
            Repair…
          </Button>
        )}
      </div>
    </Notice>
  );
}
