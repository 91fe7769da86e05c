import { useState } from 'react';
import type { DataShape } from '../../../../shared/contract/inspect/data.js';
import type { GridPlace } from '../../../ui/big-scroll/grid-keys.js';
import { useSize } from '../chunks/use-size.js';
import { useDocument } from '../model/document-context.js';
import type { CellPart } from './cell-range.js';
import { DrawnNumbersBar, drawnNumbersBarPx } from './DrawnNumbersBar.js';
import styles from './data.module.css';
import {
  type DataState,
  type DataViewName,
  drawnValues,
  isComplex,
  isTime,
  plottedField,
  plottedPlane,
  possibleViews,
} from './data-state.js';
import { HeatmapPanel } from './HeatmapPanel.js';
import { HistogramPanel } from './HistogramPanel.js';
import { LinePanel } from './LinePanel.js';
import { layoutKey, planeSize } from './plane-model.js';
import { partAround, plotHeights, stridesOf } from './plot-part.js';
import plots from './plots.module.css';
import { StatisticsPanel } from './StatisticsPanel.js';
import { useColouring } from './use-colouring.js';
import { useStatistics } from './use-statistics.js';

interface Props {
  readonly data: DataShape;
  readonly state: DataState;
  readonly onActive: (place: GridPlace) => void;
  readonly onAlong: (along: DataState['lineAlong']) => void;
  readonly onNumbers: (numbers: DataState['numbers']) => void;
}

/** The plots beside the grid, of one part of the plane: all of it, what can be read in about a second, or what was zoomed to. */
export function DataPlots(props: Props) {
  const { data, state } = props;
  const possible = possibleViews(data, state.plane);
  const shown = new Set([...state.views].filter((view) => view !== 'grid' && possible.includes(view)));
  const field = plottedField(data, state) ?? 0;
  const [attach, { height }] = useSize();
  if (shown.size === 0) return null;
  return (
    <div ref={attach} className={styles.plots}>
      {data.fields[field]?.drawable ? (
        <Plots {...props} shown={shown} height={height} />
      ) : (
        <p className={`${plots.head} dim`}>{data.fields[field]?.name} cannot be drawn.</p>
      )}
    </div>
  );
}

interface PlotsProps extends Props {
  readonly shown: ReadonlySet<DataViewName>;
  /** Pixels that all plots have together without scrolling. */
  readonly height: number;
}

function Plots({ data, state, shown, height, onActive, onAlong, onNumbers }: PlotsProps) {
  const { overview } = useDocument();
  const [zoom, setZoom] = useState<{ readonly layout: string; readonly part: CellPart }>();
  const { plane, active } = plottedPlane(data, state);
  const size = planeSize(data, plane);
  const { order = 'C', itemsize = 1 } = overview.array ?? {};
  const first = partAround(size, stridesOf(plane, data.shape, order, itemsize), active);
  const layout = layoutKey(plane);
  const zoomed = zoom?.layout === layout ? zoom.part : undefined;
  const part = zoomed ?? first;
  const drawn = drawnValues(data, state);
  const computed = useStatistics(plane, part, drawn.numbers, shown.has('heatmap') || shown.has('histogram'));
  const control = useColouring(
    `${layout} ${plane.held.join()} ${drawn.numbers.complexPart}`,
    drawn.dtype,
    computed.statistics,
  );
  const heights = plotHeights(shown, height - (isTime(drawn.dtype) ? 0 : drawnNumbersBarPx));
  const values = data.shape.reduce((product, length) => product * length, 1);
  const whole = { values, bytes: overview.plainBytes ?? values * itemsize };
  return (
    <>
      {!isTime(drawn.dtype) && (
        <DrawnNumbersBar isComplex={isComplex(drawn.dtype)} numbers={state.numbers} onNumbers={onNumbers} />
      )}
      {shown.has('heatmap') && (
        <HeatmapPanel
          plane={plane}
          size={size}
          part={part}
          drawn={drawn}
          isZoomed={zoomed !== undefined}
          control={control}
          active={active}
          height={heights.heatmap}
          onActive={onActive}
          onPart={(next) => setZoom(next && { layout, part: next })}
        />
      )}
      {shown.has('histogram') && (
        <>
          <HistogramPanel computed={computed} control={control} hasColours={shown.has('heatmap')} />
          <StatisticsPanel computed={computed} whole={whole} />
        </>
      )}
      {shown.has('line') && (
        <LinePanel
          data={data}
          state={state}
          part={first}
          wholeBytes={whole.bytes}
          height={heights.line}
          onAlong={onAlong}
        />
      )}
    </>
  );
}
