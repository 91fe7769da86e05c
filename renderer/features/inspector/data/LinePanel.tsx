import { Ellipsis, Table2 } from 'lucide-react';
import { type RefObject, useRef, useState } from 'react';
import type { DataShape } from '../../../../shared/contract/inspect/data.js';
import { useFormat } from '../../../format/format-context.js';
import { Button } from '../../../ui/Button.js';
import { ErrorView } from '../../../ui/ErrorView.js';
import { IconButton } from '../../../ui/IconButton.js';
import { Menu } from '../../../ui/Menu.js';
import type { MenuEntry } from '../../../ui/menu-entry.js';
import { SegmentedControl } from '../../../ui/SegmentedControl.js';
import { Skeleton } from '../../../ui/Skeleton.js';
import { useSize } from '../chunks/use-size.js';
import type { CellPart } from './cell-range.js';
import type { DataState } from './data-state.js';
import { LineChart } from './LineChart.js';
import { lineCaption, lineNumbers } from './line-paths.js';
import { NumbersDialog } from './NumbersDialog.js';
import plots from './plots.module.css';
import { useLinePlot } from './use-line-plot.js';
import { useSavePlot } from './use-save-plot.js';

interface Props {
  readonly data: DataShape;
  readonly state: DataState;
  /** What is read without a request of the user, and shown at first. */
  readonly part: CellPart;
  /** Bytes that are read to show a whole column. */
  readonly wholeBytes: number;
  /** Pixels of the chart. */
  readonly height: number;
  readonly onAlong: (along: DataState['lineAlong']) => void;
}

const directions = [
  { value: 'column', label: 'Column' },
  { value: 'row', label: 'Row' },
] as const;

/** The column or the row of the active cell as a line. */
export function LinePanel({ data, state, part, wholeBytes, height, onAlong }: Props) {
  const chart = useRef<SVGSVGElement>(null);
  const [attach, { width }] = useSize();
  const [asTable, setAsTable] = useState(false);
  const save = useSavePlot();
  const plot = useLinePlot(data, state, part, width);
  const { line, title } = plot;
  const numbers = line.value && lineNumbers(line.value);
  const saveNumbers = () => numbers && save.csv(title, numbers.heads, numbers.rows);
  return (
    <section className={plots.section} aria-label="Line" aria-busy={line.isLoading}>
      <header className={plots.head}>
        <h3>{title}</h3>
        <span className="dim cut">{plot.words}</span>
        <span className={plots.push} />
        {state.plane.columnAxis !== undefined && (
          <SegmentedControl
            label="Line along"
            size="small"
            value={plot.along}
            segments={directions}
            onChange={onAlong}
          />
        )}
        <IconButton
          icon={Table2}
          size="small"
          label="Show as table"
          disabled={!numbers}
          onClick={() => setAsTable(true)}
        />
        <Menu
          align="end"
          trigger={<IconButton icon={Ellipsis} label="Line options" size="small" />}
          entries={lineMenu(plot, save, chart, saveNumbers)}
        />
      </header>
      <div ref={attach} className={plots.body}>
        {line.error && <ErrorView error={line.error} onRetry={line.retry} />}
        {line.value ? (
          <div ref={plot.attachZoom}>
            <LineChart
              ref={chart}
              line={line.value}
              start={plot.span.start}
              end={plot.span.end}
              width={width}
              height={height}
              active={plot.at}
              label={`${title}, ${plot.words}; the wheel zooms, dragging moves`}
            />
          </div>
        ) : (
          !line.error && <Skeleton label="Reading the line" lines={1} lineHeight={height} />
        )}
        <LineCaption plot={plot} wholeBytes={wholeBytes} />
      </div>
      {numbers && (
        <NumbersDialog
          open={asTable}
          onClose={() => setAsTable(false)}
          title={title}
          heads={numbers.heads}
          rows={numbers.rows.map((row) => row.map(String))}
          onSave={saveNumbers}
        />
      )}
    </section>
  );
}

type LinePlot = ReturnType<typeof useLinePlot>;

/** How the line was drawn, and a button to show all of it. */
function LineCaption({ plot, wholeBytes }: { readonly plot: LinePlot; readonly wholeBytes: number }) {
  const format = useFormat();
  if (!plot.line.value) return null;
  return (
    <p className={plots.caption}>
      {lineCaption(plot.line.value, format.count)}.{' '}
      {plot.isRounded && 'Rounded: the integers are too far apart for doubles. '}
      {plot.isPart && (
        <>
          <Button kind="link" onClick={plot.showAll}>
            Whole {plot.along}
          </Button>
          {plot.along === 'column' && ` reads ${format.size(wholeBytes)}.`}
        </>
      )}
    </p>
  );
}

function lineMenu(
  { title, isPart, showAll, line }: LinePlot,
  save: ReturnType<typeof useSavePlot>,
  chart: RefObject<SVGSVGElement | null>,
  saveNumbers: () => void,
): readonly MenuEntry[] {
  const withChart = (use: (drawn: SVGSVGElement) => void) => () => {
    if (chart.current) use(chart.current);
  };
  const disabled = !line.value;
  return [
    { kind: 'command', label: 'Show all of it', disabled: !isPart, onSelect: showAll },
    { kind: 'separator' },
    { kind: 'command', label: 'Save as SVG', disabled, onSelect: withChart((drawn) => save.svg(drawn, title)) },
    {
      kind: 'command',
      label: 'Save as PNG, 1×',
      disabled,
      onSelect: withChart((drawn) => save.svgPng(drawn, title, 1)),
    },
    {
      kind: 'command',
      label: 'Save as PNG, 2×',
      disabled,
      onSelect: withChart((drawn) => save.svgPng(drawn, title, 2)),
    },
    { kind: 'command', label: 'Save the numbers as CSV', disabled, onSelect: saveNumbers },
  ];
}
