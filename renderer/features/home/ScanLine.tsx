import { useIntake, useIntakeStore } from '../../app/intake/use-intake.js';
import { useFormat } from '../../format/format-context.js';
import { Button } from '../../ui/Button.js';
import { ProgressBar } from '../../ui/ProgressBar.js';
import styles from './intake.module.css';

/** The search below dropped folders, with its running total. */
export function ScanLine() {
  const store = useIntakeStore();
  const format = useFormat();
  const { scans } = useIntake();
  if (scans.length === 0) return null;
  const count = scans.reduce((sum, { foundCount }) => sum + foundCount, 0);
  const bytes = scans.reduce((sum, { foundBytes }) => sum + foundBytes, 0);
  return (
    <div className={styles.scan}>
      <div className={styles.scanBar}>
        <ProgressBar label="Looking for files" fraction={undefined} />
      </div>
      <span>
        {format.countOf(count, 'file')}, {format.size(bytes)} so far in {scans.map(({ name }) => name).join(', ')}
      </span>
      <Button size="small" onClick={() => store.stopScans()}>
        Stop scanning
      </Button>
    </div>
  );
}
