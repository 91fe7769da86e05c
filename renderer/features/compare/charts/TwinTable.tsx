import { Cell, HeadCell, Row, Table } from '../../../ui/Table.js';
import styles from './chart.module.css';
import { type ChartTable, cellText } from './chart-table.js';

interface Props {
  readonly label: string;
  readonly table: ChartTable;
}

/** A chart's numbers, in a box of the chart's own height. */
export function TwinTable({ label, table }: Props) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={styles.twin} tabIndex={0} aria-label={`${label}, as a table`}>
      <Table dense>
        <thead>
          <tr>
            {table.heads.map((head, at) => (
              <HeadCell key={head} numeric={at > 0}>
                {head}
              </HeadCell>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row) => (
            <Row key={String(row[0])}>
              {row.map((cell, at) => (
                <Cell key={table.heads[at]} numeric={at > 0}>
                  {cellText(cell)}
                </Cell>
              ))}
            </Row>
          ))}
        </tbody>
      </Table>
    </section>
  );
}
