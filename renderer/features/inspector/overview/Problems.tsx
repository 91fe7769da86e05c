import { hexOffset } from '../../../format/hex.js';
import { Button } from '../../../ui/Button.js';
import { MessageText } from '../../../ui/MessageText.js';
import { Notice } from '../../../ui/Notice.js';
import { useRepair } from '../details/RepairProvider.js';
import { useDocument } from '../model/document-context.js';
import { useSelection } from '../model/selection.js';
import { useView } from '../model/view.js';
import { groupDigits } from '../structure/node-words.js';
import styles from './overview.module.css';

/** More than these are counted, not listed. */
const MOST = 20;

/** What is wrong with the file, each problem with its place; nothing for an intact file. */
export function Problems() {
  const { overview } = useDocument();
  const repair = useRepair();
  const { select } = useSelection();
  const { show } = useView();
  const damage = overview.problems.filter(({ severity }) => severity === 'damage');
  if (damage.length === 0) return null;
  const title = damage.length === 1 ? 'This file is damaged' : `This file has ${damage.length} problems`;
  const showAt = (offsetBytes: number, chunkIndex: number | undefined) => {
    select(
      chunkIndex === undefined ? { bytes: { start: offsetBytes, end: offsetBytes + 1 } } : { chunkIndex },
      'details',
    );
    show('bytes');
  };
  return (
    <Notice
      tone="bad"
      title={title}
      actions={
        repair && (
          <Button size="small" onClick={repair}>
            Repair…
          </Button>
        )
      }
    >
      <ul className={styles.problems}>
        {damage.slice(0, MOST).map(({ message, kind, offsetBytes, chunkIndex }) => (
          <li key={`${kind} ${offsetBytes} ${chunkIndex} ${message}`}>
            <MessageText text={groupDigits(message)} />{' '}
            {offsetBytes !== undefined && offsetBytes < overview.file.sizeBytes && (
              <Button kind="link" onClick={() => showAt(offsetBytes, chunkIndex)}>
                Show {hexOffset(offsetBytes)}
              </Button>
            )}
          </li>
        ))}
        {damage.length > MOST && <li>… and {damage.length - MOST} more.</li>}
      </ul>
    </Notice>
  );
}
