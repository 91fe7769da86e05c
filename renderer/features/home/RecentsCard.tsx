import { useState } from 'react';
import type { RecentFile } from '../../../shared/contract/app.js';
import { useEvent } from '../../data/client-context.js';
import { useCall } from '../../data/use-query.js';
import { Card } from '../../ui/Card.js';
import { ErrorView } from '../../ui/ErrorView.js';
import { Skeleton } from '../../ui/Skeleton.js';
import { HeadCell, Row, Table } from '../../ui/Table.js';
import styles from './home.module.css';
import { RecentRow } from './RecentRow.js';

/** Recently used files. Enter opens or adds a file, Delete removes it from the list. */
export function RecentsCard() {
  const { value, error, isLoading, retry } = useCall('recents.list');
  const [changed, setChanged] = useState<readonly RecentFile[]>();
  useEvent('recents.changed', (event) => setChanged(event.recents));
  const recents = changed ?? value;
  return (
    <Card label="Recent files" className={styles.recents}>
      {recents && <RecentsTable recents={recents} />}
      {!recents && isLoading && <Skeleton label="Reading recent files" lines={4} />}
      {!recents && error && <ErrorView error={error} onRetry={retry} />}
    </Card>
  );
}

function RecentsTable({ recents }: { readonly recents: readonly RecentFile[] }) {
  const [activeId, setActiveId] = useState<string>();
  const tabStop = recents.find(({ id }) => id === activeId)?.id ?? recents[0]?.id;
  if (recents.length === 0) {
    return <p className={styles.noRecents}>Files that you use are listed here.</p>;
  }
  return (
    <Table role="grid" aria-label="Recent files" data-pane="" onFocus={(event) => setActiveId(rowIdOf(event.target))}>
      <thead>
        <Row>
          <HeadCell>Recent</HeadCell>
          <HeadCell className={styles.hideNarrow}>Array</HeadCell>
          <HeadCell numeric>Size</HeadCell>
          <HeadCell numeric>Ratio</HeadCell>
          <HeadCell>Last check</HeadCell>
          <HeadCell numeric>Used</HeadCell>
          <HeadCell className={styles.recentActions}>
            <span className="unseen">Actions</span>
          </HeadCell>
        </Row>
      </thead>
      <tbody>
        {recents.map((recent) => (
          <RecentRow key={recent.id} recent={recent} isTabStop={recent.id === tabStop} />
        ))}
      </tbody>
    </Table>
  );
}

function rowIdOf(target: EventTarget): string | undefined {
  return target instanceof Element ? target.closest<HTMLElement>('tr[data-id]')?.dataset.id : undefined;
}
