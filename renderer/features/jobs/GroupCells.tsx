import { ChevronDown, ChevronRight } from 'lucide-react';
import { useClient } from '../../data/client-context.js';
import type { GroupSums } from '../../data/queue/queue-layout.js';
import type { GroupName } from '../../data/queue/queue-rows.js';
import { useQueueStore } from '../../data/queue/use-queue.js';
import { useFormat } from '../../format/format-context.js';
import { Button } from '../../ui/Button.js';
import { GridCell } from '../../ui/GridParts.js';
import { Icon } from '../../ui/Icon.js';
import { groupTitles, groupWords } from './batch-words.js';
import styles from './job-list.module.css';
import { useJobActions } from './use-job-actions.js';

interface Props {
  readonly group: GroupName;
  readonly sums: GroupSums;
  readonly isOpen: boolean;
  /** Tab reaches its buttons. */
  readonly isActive: boolean;
}

/** The header row of a group, which folds and unfolds it. */
export function GroupCells({ group, sums, isOpen, isActive }: Props) {
  const store = useQueueStore();
  const { controlAll } = useJobActions();
  const client = useClient();
  const isWeb = client.downloadUrl('') !== undefined;
  // Where there is no file manager to show the outputs in.
  const archiveUrl = isWeb && sums.outputBytes > 0 ? client.streamUrl('jobs.archive', { batchId: null }) : undefined;
  const tabIndex = isActive ? 0 : -1;
  return (
    <div className={styles.group}>
      <GridCell aria-colspan={8}>
        <button type="button" tabIndex={tabIndex} aria-expanded={isOpen} onClick={() => store.toggleGroup(group)}>
          <Icon of={isOpen ? ChevronDown : ChevronRight} size={12} />
          <span className="strong">{groupTitles[group]}</span>
          <span className="dim">{groupWords(group, sums, useFormat())}</span>
        </button>
        {group === 'finished' && (
          <>
            {archiveUrl !== undefined && (
              <a className={styles.link} tabIndex={tabIndex} href={archiveUrl} download="bloscpack-outputs.zip">
                Download all
              </a>
            )}
            <Button kind="link" tabIndex={tabIndex} onClick={() => controlAll('clear-finished')}>
              Clear finished
            </Button>
          </>
        )}
      </GridCell>
    </div>
  );
}
