import { useArrivals } from '../../app/drop/arrivals-context.js';
import { useIntake, useIntakeStore } from '../../app/intake/use-intake.js';
import { InterruptedNotice } from '../../app/jobs/InterruptedNotice.js';
import { useQueueSums } from '../../data/queue/use-queue.js';
import { DropStrip } from './DropStrip.js';
import { FirstSteps } from './FirstSteps.js';
import styles from './home.module.css';
import { IntakeCard } from './IntakeCard.js';
import { RecentsCard } from './RecentsCard.js';
import { StarterTiles } from './StarterTiles.js';

/** Where files are added and batches are started. */
export function Home() {
  const store = useIntakeStore();
  const { rows, pending, scans, failure } = useIntake();
  const { interrupted } = useQueueSums();
  useArrivals(({ ids, flipped, edits }) => {
    if (edits) store.edit(edits);
    void store.arrive(ids, flipped);
  });
  const isFilled = rows.length > 0 || pending > 0 || scans.length > 0 || failure !== undefined;
  return (
    <div className={styles.home} data-filled={isFilled ? '' : undefined}>
      <h1 className="unseen">Home</h1>
      {interrupted && (
        <div className={styles.wide}>
          <InterruptedNotice {...interrupted} />
        </div>
      )}
      <DropStrip />
      {isFilled ? <IntakeCard /> : <FirstSteps />}
      <RecentsCard />
      <StarterTiles />
    </div>
  );
}
