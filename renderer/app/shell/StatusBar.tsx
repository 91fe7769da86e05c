import { useState } from 'react';
import type { DocumentId } from '../../../shared/contract/inspect/document.js';
import { useEvent } from '../../data/client-context.js';
import { useConnection } from '../../data/connection.js';
import { queueWords } from '../../data/queue/queue-sums.js';
import { useQueueSums } from '../../data/queue/use-queue.js';
import { useFormat } from '../../format/format-context.js';
import { useDocuments } from '../documents/use-documents.js';
import { useNavigation } from '../navigation-context.js';
import { useSubject } from '../subject-context.js';
import styles from './shell.module.css';

const connectionWords = {
  connecting: 'Connecting…',
  connected: undefined,
  stalled: 'The program does not answer at the moment…',
  lost: 'Connection lost, trying again…',
  refused: 'This page has no valid token',
} as const;

/** The status of the view at the left, the connection or the jobs at the right. */
export function StatusBar() {
  const { status = [] } = useSubject();
  const sums = useQueueSums();
  const format = useFormat();
  const receivedBytes = useReceivedBytes();
  const trouble = connectionWords[useConnection()];
  return (
    <footer className={styles.statusBar}>
      {status.map((fact) => (
        <span key={fact}>{fact}</span>
      ))}
      {receivedBytes !== undefined && <span>{format.size(receivedBytes)} received</span>}
      <span className={styles.activity}>{trouble ?? queueWords(sums)}</span>
    </footer>
  );
}

/** What has arrived of the shown file, if it is on a server. */
function useReceivedBytes(): number | undefined {
  const { place } = useNavigation();
  const { tabs, activeKey } = useDocuments();
  const [later, setLater] = useState<ReadonlyMap<DocumentId, number>>(new Map());
  useEvent('inspect.received', ({ document, receivedBytes }) =>
    setLater((before) => new Map(before).set(document, receivedBytes)),
  );
  const overview = tabs.find(({ key }) => key === activeKey)?.overview;
  if (place !== 'inspector' || overview?.receivedBytes === undefined) return undefined;
  return Math.max(overview.receivedBytes, later.get(overview.document) ?? 0);
}
