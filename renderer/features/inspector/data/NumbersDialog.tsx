import { Button } from '../../../ui/Button.js';
import { BigRows } from '../../../ui/big-scroll/BigRows.js';
import { Dialog } from '../../../ui/Dialog.js';
import { GridCell, GridHead, GridHeadRow } from '../../../ui/GridParts.js';
import styles from './data.module.css';

interface Props {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly heads: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly onSave: () => void;
}

/** The numbers that a chart draws, as a table. */
export function NumbersDialog({ open, onClose, title, heads, rows, onSave }: Props) {
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={title}
      description="The numbers that the chart draws."
      footer={<Button onClick={onSave}>Save as CSV</Button>}
    >
      <div className={styles.numbers}>
        <BigRows
          label={title}
          rowCount={rows.length}
          rowHeight={24}
          columnCount={heads.length}
          onKeyDown={() => {}}
          header={
            <GridHeadRow className={styles.numbersRow}>
              {heads.map((head) => (
                <GridHead key={head}>{head}</GridHead>
              ))}
            </GridHeadRow>
          }
          rowProps={() => ({ className: styles.numbersRow })}
          renderRow={(row) => heads.map((head, column) => <GridCell key={head}>{rows[row]?.[column]}</GridCell>)}
        />
      </div>
    </Dialog>
  );
}
