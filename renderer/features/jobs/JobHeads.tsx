import { GridHead, GridHeadRow } from '../../ui/GridParts.js';
import styles from './job-list.module.css';

const heads = ['State', 'File', 'In', 'Out', 'Ratio', 'Speed', 'Progress', 'Time'] as const;
const numeric: ReadonlySet<string> = new Set(['In', 'Out', 'Ratio', 'Speed', 'Time']);

/** The heads of the columns. */
export function JobHeads() {
  return (
    <GridHeadRow className={styles.head}>
      {heads.map((head) => (
        <GridHead key={head} data-numeric={numeric.has(head) ? '' : undefined}>
          {head}
        </GridHead>
      ))}
    </GridHeadRow>
  );
}
