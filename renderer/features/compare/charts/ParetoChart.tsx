import { type KeyboardEvent, type PointerEvent, useId, useMemo, useState } from 'react';
import { CartesianGrid, ResponsiveContainer, Scatter, ScatterChart, XAxis, YAxis } from 'recharts';
import { captionLines } from '../../../../shared/compare/caption.js';
import { MEASURED_CODECS, SHUFFLE_NAMES } from '../../../../shared/compare/setting.js';
import { activate, type Pins, pinAsA, pinAsB } from '../../../app/comparison/pins.js';
import { Checkbox } from '../../../ui/Checkbox.js';
import { tickText } from '../../../ui/charts/axis-ticks.js';
import { useAnnounce } from '../../../ui/LiveRegion.js';
import { SegmentedControl } from '../../../ui/SegmentedControl.js';
import type { ReadModel } from '../model/read-model.js';
import { ChartFrame } from './ChartFrame.js';
import styles from './chart.module.css';
import { HoverCard } from './HoverCard.js';
import { codecColour, FilterMark } from './Mark.js';
import { mibText } from './mib.js';
import { type Hover, ParetoMarks } from './ParetoMarks.js';
import { type Direction, frontierOf, paretoAxes, paretoPoints, paretoTable } from './pareto-model.js';

export interface ChartProps {
  readonly model: ReadModel;
  readonly pins: Pins;
  readonly onPins: (pins: Pins) => void;
  readonly asTable: boolean;
  readonly onAsTable: (asTable: boolean) => void;
}

interface Props extends ChartProps {
  /** A second run, drawn over the first as outlines. */
  readonly second: ReadModel | undefined;
  readonly isLog: boolean;
  readonly onLog: (isLog: boolean) => void;
}

const MARGIN = { top: 24, right: 18, bottom: 0, left: 0 } as const;

/** Ratio against speed of all settings, with the frontier: the settings that no other exceeds in both. */
export function ParetoChart(props: Props) {
  const { model, second, pins, onPins, asTable, onAsTable, isLog, onLog } = props;
  const [direction, setDirection] = useState<Direction>('compress');
  const [isRatioLog, setIsRatioLog] = useState(false);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [hover, setHover] = useState<Hover>();
  const [width, setWidth] = useState(640);
  const helpId = useId();
  const all = useMemo(() => paretoPoints(model, direction, hidden), [model, direction, hidden]);
  const others = useMemo(() => (second ? paretoPoints(second, direction, hidden) : []), [second, direction, hidden]);
  const axes = useMemo(() => paretoAxes([...all, ...others], isLog, isRatioLog), [all, others, isLog, isRatioLog]);
  const points = useMemo(() => all.filter(({ ratio }) => ratio >= axes.x.domain[0]), [all, axes]);
  const onKeyDown = useFrontierKeys(points, pins, onPins);
  const pick = (key: string, event: PointerEvent) => onPins(event.shiftKey ? pinAsB(pins, key) : pinAsA(pins, key));
  const hovered = hover && model.byKey.get(hover.key);
  return (
    <ChartFrame
      title="Ratio and speed"
      label={`Ratio against ${direction} speed, ${points.length} settings`}
      asTable={asTable}
      onAsTable={onAsTable}
      table={paretoTable(all, direction)}
      caption={captionLines(model.run)}
      conditions="Circle: no shuffle, triangle: byte shuffle, diamond: bit shuffle, square: plain copy. Line: the frontier, which no other setting exceeds in both. Bars: middle half of the repeats, and the interval of the ratio."
      keys={legendKeys(all)}
      switches={
        <>
          <SegmentedControl
            label="Direction"
            size="small"
            value={direction}
            onChange={setDirection}
            segments={[
              { value: 'compress', label: 'Write' },
              { value: 'decompress', label: 'Read' },
            ]}
          />
          <AxisSwitches isRatioLog={isRatioLog} onRatioLog={setIsRatioLog} isLog={isLog} onLog={onLog} />
        </>
      }
      note={points.length < all.length ? 'The plain copy, at ratio 1, is left of the axis.' : undefined}
      legend={<Legend model={model} hidden={hidden} onHidden={setHidden} />}
    >
      <p id={helpId} className="unseen">
        Left and Right move along the frontier, Space pins as A, Shift and Space as B, Escape removes the pins.
      </p>
      <div
        className={styles.plot}
        role="application"
        aria-label="Ratio and speed, chart"
        aria-describedby={helpId}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: an application in the sense of ARIA takes the keys itself
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        <ResponsiveContainer
          width="100%"
          height="100%"
          onResize={setWidth}
          initialDimension={{ width: 640, height: 280 }}
        >
          <ScatterChart margin={MARGIN} accessibilityLayer={false}>
            <CartesianGrid vertical={false} stroke="var(--grid)" syncWithTicks />
            <XAxis
              type="number"
              dataKey="ratio"
              scale={isRatioLog ? 'log' : 'linear'}
              domain={[...axes.x.domain]}
              ticks={[...axes.x.ticks]}
              tickFormatter={(value: number) => `${tickText(value)}×`}
              stroke="var(--axis)"
              tickSize={4}
              height={38}
              allowDataOverflow
              interval={0}
            />
            <YAxis
              type="number"
              dataKey="speed"
              scale={isLog ? 'log' : 'linear'}
              domain={[...axes.y.domain]}
              ticks={[...axes.y.ticks]}
              tickFormatter={(value: number) => value.toLocaleString('en')}
              axisLine={false}
              tickLine={false}
              width={56}
              allowDataOverflow
              interval={0}
            />
            <Scatter data={[...points]} shape={() => <g />} isAnimationActive={false} />
            <text x={16} y={12}>
              {direction}, MiB/s{isLog ? ', log' : ''}
            </text>
            <Better width={width} />
            <text x={width - 18} y={274} textAnchor="end">
              ratio, uncompressed ÷ stored{isRatioLog ? ', log' : ''}
            </text>
            <ParetoMarks points={points} others={others} axes={axes} pins={pins} onHover={setHover} onPick={pick} />
          </ScatterChart>
        </ResponsiveContainer>
        {hover && hovered && <HoverCard row={hovered} x={hover.x} y={hover.y} width={width} />}
      </div>
    </ChartFrame>
  );
}

interface AxisSwitchesProps extends Pick<Props, 'isLog' | 'onLog'> {
  readonly isRatioLog: boolean;
  readonly onRatioLog: (isLog: boolean) => void;
}

function AxisSwitches({ isRatioLog, onRatioLog, isLog, onLog }: AxisSwitchesProps) {
  return (
    <>
      <SegmentedControl
        label="Speed axis"
        size="small"
        value={isLog ? 'log' : 'linear'}
        onChange={(value) => onLog(value === 'log')}
        segments={[
          { value: 'linear', label: 'Linear' },
          { value: 'log', label: 'Log' },
        ]}
      />
      <Checkbox checked={isRatioLog} onChange={onRatioLog}>
        Log ratio
      </Checkbox>
    </>
  );
}

/** The codecs of the drawn points. */
function legendKeys(points: ReturnType<typeof paretoPoints>) {
  const drawn = new Set(points.map(({ row }) => row.result.setting.codec));
  return MEASURED_CODECS.filter((codec) => drawn.has(codec)).map((codec) => ({
    name: codec === 'copy' ? 'plain copy' : codec,
    colour: codecColour(codec),
  }));
}

function Better({ width }: { readonly width: number }) {
  return (
    <g transform={`translate(${width - 36} 12)`}>
      <text textAnchor="end">better</text>
      <path d="M5 2l8-8M7-6h6v6" fill="none" stroke="var(--ink-3)" strokeWidth="1.25" />
    </g>
  );
}

const STEPS: Readonly<Record<string, 1 | -1>> = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 };

/** Key handler: arrows move along the frontier, Space pins. */
function useFrontierKeys(points: ReturnType<typeof paretoPoints>, pins: Pins, onPins: (pins: Pins) => void) {
  const announce = useAnnounce();
  const frontier = frontierOf(points);
  const move = (step: 1 | -1) => {
    const at = frontier.findIndex(({ row }) => row.key === pins.active);
    const next = at < 0 ? frontier.at(step > 0 ? 0 : -1) : frontier[at + step];
    if (!next) return;
    onPins(activate(pins, next.row.key));
    announce(`${next.row.name}, ratio ${next.ratio.toFixed(2)}, ${mibText(next.speed * 2 ** 20)} MiB/s`);
  };
  return (event: KeyboardEvent) => {
    const { key, shiftKey } = event;
    const { active } = pins;
    const step = STEPS[key];
    if (step) move(step);
    else if (active === undefined) return;
    else if (key === ' ') onPins(shiftKey ? pinAsB(pins, active) : pinAsA(pins, active));
    else if (key === 'Enter') document.getElementById(`row-${active}`)?.focus();
    else return;
    event.preventDefault();
  };
}

interface LegendProps {
  readonly model: ReadModel;
  readonly hidden: ReadonlySet<string>;
  readonly onHidden: (hidden: ReadonlySet<string>) => void;
}

/** Codecs with their counts, which can be hidden; shapes of the filters. */
function Legend({ model, hidden, onHidden }: LegendProps) {
  const shuffles = SHUFFLE_NAMES.filter((name) =>
    model.rows.some(({ isCopy, result }) => !isCopy && result.setting.shuffle === name),
  );
  const toggle = (codec: string) => {
    const next = new Set(hidden);
    if (!next.delete(codec)) next.add(codec);
    onHidden(next);
  };
  return (
    <>
      {MEASURED_CODECS.map((codec) => {
        const count = model.rows.filter(({ result }) => result.setting.codec === codec).length;
        if (count === 0 || codec === 'copy') return null;
        return (
          <button
            key={codec}
            type="button"
            className={styles.entry}
            aria-pressed={!hidden.has(codec)}
            onClick={() => toggle(codec)}
          >
            <span className={styles.swatch} style={{ background: codecColour(codec) }} />
            {codec} <span className="dim">{count}</span>
          </button>
        );
      })}
      <span className={styles.right}>
        {shuffles.map((shuffle) => (
          <span key={shuffle} className={styles.entry}>
            <FilterMark shuffle={shuffle} /> {shuffle}
          </span>
        ))}
      </span>
    </>
  );
}
