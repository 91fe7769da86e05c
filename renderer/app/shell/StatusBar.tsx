import { useConnection } from '../../data/connection.js';
import { queueWords } from '../../data/queue/queue-sums.js';
import { useQueueSums } from '../../data/queue/use-queue.js';
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
  const trouble = connectionWords[useConnection()];
  return (
    <footer className={styles.statusBar}>
      {status.map((fact) => (
        <span key={fact}>{fact}</span>
      ))}
      <span className={styles.activity}>{trouble ?? queueWords(sums)}</span>
    </footer>
  );
}
