import { type KeyboardEvent, useId, useMemo, useState } from 'react';
import { CartesianGrid, ResponsiveContainer, Scatter, ScatterChart, XAxis, YAxis } from 'recharts';
import { binarySize, countWords, durationWords } from '../../../../shared/compare/words.js';
import { classNames } from '../../../ui/class-names.js';
import { useAnnounce } from '../../../ui/LiveRegion.js';
import { SegmentedControl } from '../../../ui/SegmentedControl.js';
import { Select } from '../../../ui/Select.js';
import { ChartFrame } from '../charts/ChartFrame.js';
import chart from '../charts/chart.module.css';
import { FormatsMarks } from './FormatsMarks.js';
import styles from './formats.module.css';
import {
  type FormatPoint,
  type FormatsModel,
  formatAxes,
  formatPoints,
  pointsTable,
  TIMED,
  TIMED_NAMES,
  type Timed,
} from './formats-model.js';

interface Props {
  readonly model: FormatsModel;
  readonly dataset: string;
  readonly onDataset: (dataset: string) => void;
  /** Start of the measurement. */
  readonly startedIso: string | undefined;
  readonly cores: number;
  /** The format that was selected last by keyboard or pointer. */
  readonly active: string | undefined;
  readonly onActive: (key: string | undefined) => void;
}

const MARGIN = { top: 28, right: 24, bottom: 0, left: 0 } as const;
const HEIGHT_PX = 360;

/** Ratio against time of whole files: right and low is better. */
export function FormatsScatter(props: Props) {
  const { model, dataset, onDataset, active, onActive } = props;
  const [wanted, setTimed] = useState<Timed>('write');
  const [asTable, setAsTable] = useState(false);
  const [width, setWidth] = useState(960);
  const helpId = useId();
  const timed = wanted === 'cold' && !model.hasCold ? 'read' : wanted;
  const points = useMemo(() => formatPoints(model, dataset, timed), [model, dataset, timed]);
  const onKeyDown = useFormatKeys(points, active, onActive);
  const { axis } = TIMED[timed];
  const table = pointsTable(points, timed);
  return (
    <ChartFrame
      title="Size and time of whole files"
      label={`Ratio against seconds of ${axis}, ${points.length} formats on ${dataset}`}
      wide
      asTable={asTable}
      onAsTable={setAsTable}
      table={table}
      caption={captionOf(props, points)}
      legend={
        <span className="dim">
          Outlined squares: formats; Bloscpack in its codec's colour. Bars: first to third quartile.
        </span>
      }
      note={captionOf(props, points).join(' ')}
      switches={
        <>
          {model.datasets.length > 1 && (
            <Select
              aria-label="Data"
              size="small"
              value={dataset}
              options={model.datasets.map((name) => ({ value: name, label: name }))}
              onChange={onDataset}
            />
          )}
          <SegmentedControl
            label="Time"
            size="small"
            value={timed}
            onChange={setTimed}
            segments={TIMED_NAMES.map((value) => ({
              value,
              label: TIMED[value].label,
              disabled: value === 'cold' && !model.hasCold,
            }))}
          />
        </>
      }
    >
      {points.length === 0 ? (
        <p className={styles.nothing}>No format has been measured on {dataset} yet.</p>
      ) : (
        <>
          <p id={helpId} className="unseen">
            Left and Right move to the next format by ratio, Escape removes the selection.
          </p>
          <div
            className={classNames(chart.plot, styles.plot)}
            role="application"
            aria-label="Size and time of whole files, chart"
            aria-describedby={helpId}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: an application in the sense of ARIA takes the keys itself
            tabIndex={0}
            onKeyDown={onKeyDown}
          >
            <ResponsiveContainer
              width="100%"
              height="100%"
              onResize={setWidth}
              initialDimension={{ width: 960, height: HEIGHT_PX }}
            >
              <Plot points={points} axis={axis} width={width} active={active} onActive={onActive} />
            </ResponsiveContainer>
          </div>
        </>
      )}
    </ChartFrame>
  );
}

interface PlotProps extends Pick<Props, 'active' | 'onActive'> {
  readonly points: readonly FormatPoint[];
  readonly axis: string;
  readonly width: number;
}

function Plot({ points, axis, width, active, onActive, ...sizes }: PlotProps) {
  const { ratio, seconds } = formatAxes(points);
  return (
    // recharts' container gives the sizes.
    <ScatterChart {...sizes} margin={MARGIN} accessibilityLayer={false}>
      <CartesianGrid stroke="var(--grid)" syncWithTicks />
      <XAxis
        type="number"
        dataKey="ratio"
        scale="log"
        domain={[...ratio.domain]}
        ticks={[...ratio.ticks]}
        tickFormatter={(value: number) => `${value}×`}
        stroke="var(--axis)"
        tickSize={4}
        height={40}
        interval={0}
        allowDataOverflow
      />
      <YAxis
        type="number"
        dataKey="seconds"
        scale="log"
        domain={[...seconds.domain]}
        ticks={[...seconds.ticks]}
        tickFormatter={durationWords}
        axisLine={false}
        tickLine={false}
        width={64}
        interval={0}
        allowDataOverflow
      />
      <Scatter data={[...points]} shape={() => <g />} isAnimationActive={false} />
      <text x={16} y={14}>
        {axis}, log
      </text>
      <text x={width - 24} y={HEIGHT_PX - 6} textAnchor="end">
        ratio, uncompressed ÷ stored, log
      </text>
      <text x={width - 44} y={HEIGHT_PX - 52} textAnchor="end">
        better
      </text>
      <path d={`M${width - 38} ${HEIGHT_PX - 60}l8 8m0-6v6h-6`} fill="none" stroke="var(--ink-3)" strokeWidth="1.25" />
      <FormatsMarks points={points} active={active} onActive={onActive} />
    </ScatterChart>
  );
}

const STEPS: Readonly<Record<string, 1 | -1>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

function useFormatKeys(points: readonly FormatPoint[], active: string | undefined, onActive: Props['onActive']) {
  const announce = useAnnounce();
  const move = (step: 1 | -1) => {
    const at = points.findIndex(({ row }) => row.key === active);
    const next = at < 0 ? points[0] : points[at + step];
    if (!next) return;
    onActive(next.row.key);
    announce(`${next.row.name}, ratio ${next.ratio.toFixed(2)}, ${durationWords(next.seconds)}`);
  };
  return (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step !== undefined) move(step);
    else if (event.key === 'Escape' && active !== undefined) onActive(undefined);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
}

function captionOf({ dataset, startedIso, cores, model }: Props, points: readonly FormatPoint[]): readonly string[] {
  const [first] = points;
  const repeats = first?.row.times.write.repeats.length ?? 0;
  const size = first ? `, ${binarySize(first.row.plainBytes)}` : '';
  return [
    `Data: ${dataset}${size}; end to end, median of ${countWords(repeats, 'repeat')}; ${countWords(cores, 'processor')}, of which only Bloscpack uses more than one.`,
    model.hasCold
      ? 'Cold: dropped from the page cache before reading.'
      : 'All reads are warm: this system does not allow dropping the cache.',
    ...(startedIso === undefined ? [] : [`Measured ${startedIso.slice(0, 16)}Z.`]),
  ];
}
