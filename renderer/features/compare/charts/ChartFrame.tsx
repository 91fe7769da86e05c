import { Share } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { IconButton } from '../../../ui/IconButton.js';
import { Menu } from '../../../ui/Menu.js';
import styles from './chart.module.css';
import type { ChartTable } from './chart-table.js';
import { TwinTable } from './TwinTable.js';
import { useSaveChart } from './use-save-chart.js';

interface Props {
  readonly title: string;
  /** What the picture shows, for those who cannot see it. */
  readonly label: string;
  readonly switches?: ReactNode;
  readonly legend?: ReactNode;
  readonly table: ChartTable;
  readonly asTable: boolean;
  readonly onAsTable: (asTable: boolean) => void;
  /** Machine, data, sample, date, threads: goes into every picture that is saved. */
  readonly caption: readonly string[];
  readonly note?: ReactNode;
  readonly wide?: boolean;
  /** It is made of tables, of which there is no picture to save. */
  readonly isTabular?: boolean;
  readonly children: ReactNode;
}

/** Title and switches, legend, picture or its table, and a line below. */
export function ChartFrame(props: Props) {
  const { title, label, switches, legend, table, asTable, onAsTable, caption, note, wide, children } = props;
  const isPicture = !asTable && !props.isTabular;
  const figure = useRef<HTMLElement>(null);
  const save = useSaveChart(title, caption);
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
      {asTable ? <TwinTable label={title} table={table} /> : <div className={styles.body}>{children}</div>}
      {note && <figcaption className={styles.note}>{note}</figcaption>}
    </figure>
  );
}
