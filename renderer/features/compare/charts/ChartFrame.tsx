import { Share } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { saveBlob, toCsv } from '../../../app/files/save-files.js';
import { type LegendKey, savePng, standaloneSvg } from '../../../app/files/save-pictures.js';
import { IconButton } from '../../../ui/IconButton.js';
import { Menu } from '../../../ui/Menu.js';
import { Cell, HeadCell, Row, Table } from '../../../ui/Table.js';
import { useFailureToast } from '../../../ui/Toasts.js';
import styles from './chart.module.css';
import { type ChartTable, cellText } from './chart-table.js';

interface Props {
  readonly title: string;
  /** What the chart shows, for screen readers. */
  readonly label: string;
  readonly switches?: ReactNode;
  readonly legend?: ReactNode;
  readonly table: ChartTable;
  readonly asTable: boolean;
  readonly onAsTable: (asTable: boolean) => void;
  /** Machine, data, sample, date, threads: printed on every saved picture. */
  readonly caption: readonly string[];
  /** What the chart depends on besides the data: bandwidth, reads, formula. Printed on every saved picture. */
  readonly conditions?: string;
  /** The legend of a saved picture. */
  readonly keys?: readonly LegendKey[];
  readonly note?: ReactNode;
  readonly wide?: boolean;
  /** The chart consists of tables, so that it cannot be saved as a picture. */
  readonly isTabular?: boolean;
  readonly children: ReactNode;
}

/** Frame of a chart: title and switches, legend, the chart or its numbers as a table, and a note. */
export function ChartFrame(props: Props) {
  const { title, label, switches, legend, table, asTable, onAsTable, note, wide, children } = props;
  const isPicture = !asTable && !props.isTabular;
  const figure = useRef<HTMLElement>(null);
  const save = useSaveChart(props);
  const svg = () => figure.current?.querySelector<SVGSVGElement>('svg.recharts-surface') ?? undefined;
  return (
    <figure ref={figure} className={styles.chart} aria-label={label} data-wide={wide ? '' : undefined}>
      <header className={styles.head}>
        <h2>{title}</h2>
        <span className={styles.switches}>
          {switches}
          <Menu
            align="end"
            trigger={<IconButton icon={Share} label={`Export ${title}`} size="small" />}
            entries={[
              {
                kind: 'command',
                label: 'Show as table',
                keys: 'T',
                checked: asTable,
                onSelect: () => onAsTable(!asTable),
              },
              { kind: 'separator' },
              { kind: 'command', label: 'Save as PNG', disabled: !isPicture, onSelect: () => save.png(svg()) },
              { kind: 'command', label: 'Save as SVG', disabled: !isPicture, onSelect: () => save.svg(svg()) },
              { kind: 'command', label: 'Save as CSV', onSelect: () => save.csv(table) },
            ]}
          />
        </span>
      </header>
      {legend && <div className={styles.legend}>{legend}</div>}
      {asTable ? <NumbersTable label={title} table={table} /> : <div className={styles.body}>{children}</div>}
      {note && <figcaption className={styles.note}>{note}</figcaption>}
    </figure>
  );
}

interface NumbersTableProps {
  readonly label: string;
  readonly table: ChartTable;
}

/** The numbers of a chart, in a box of the same height. */
function NumbersTable({ label, table }: NumbersTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={styles.numbers} tabIndex={0} aria-label={`${label}, as a table`}>
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

/** Pixels of a saved picture per pixel of the page. */
const PNG_SCALE = 2;

/** Saves a chart as a picture with its caption, or its numbers as CSV. */
function useSaveChart({ title, label, caption, conditions, keys }: Props) {
  const failed = useFailureToast();
  const name = (extension: string) => `${title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}.${extension}`;
  const texts = [title, label, ...(conditions === undefined ? [] : [conditions]), ...caption];
  return {
    svg: (chart: SVGSVGElement | undefined) => {
      if (chart) saveBlob(new Blob([standaloneSvg(chart, texts, keys)], { type: 'image/svg+xml' }), name('svg'));
    },
    png: (chart: SVGSVGElement | undefined) => {
      if (!chart) return;
      savePng(chart, texts, PNG_SCALE, name('png'), keys).catch((cause) =>
        failed(cause, 'The picture could not be saved'),
      );
    },
    csv: ({ heads, rows }: ChartTable) => saveBlob(new Blob([toCsv(heads, rows)], { type: 'text/csv' }), name('csv')),
  } as const;
}
