import { useMemo, useState } from 'react';
import type { ChunkSummary } from '../../../../../shared/contract/inspect/chunks.js';
import { formatCount } from '../../../../format/counts.js';
import { useFormat } from '../../../../format/format-context.js';
import { ErrorView } from '../../../../ui/ErrorView.js';
import { Skeleton } from '../../../../ui/Skeleton.js';
import { ratioLimits } from '../ratio-scale.js';
import { Swatch } from '../Swatch.js';
import { useSize } from '../use-size.js';
import { ChunkMap } from './ChunkMap.js';
import { MapTools } from './MapTools.js';
import styles from './map.module.css';
import { type ChunkWindow, layoutMap } from './map-layout.js';
import { categoriesIn, type MapScale, type Statistic, scaleOf, subjects } from './map-scale.js';
import { type MapSubject, type MapValues, useMapValues } from './map-values.js';

interface Props {
  readonly summary: ChunkSummary | undefined;
  /** Chunks of the file that are known. */
  readonly total: number;
  /** Pixels that the cells may take. */
  readonly height: number;
}

/** The map with its options and its legend. */
export function MapPanel({ summary, total, height }: Props) {
  const format = useFormat();
  const [subject, setSubject] = useState<MapSubject>('ratio');
  const [binned, setBinned] = useState(false);
  const [statistic, setStatistic] = useState<Statistic>('mean');
  const [chosen, setChosen] = useState<ChunkWindow>();
  const [room, { width }] = useSize();
  const range = useMemo(() => clampRange(chosen, total), [chosen, total]);
  const layout = useMemo(
    () => (width > 0 && height > 0 && total > 0 ? layoutMap({ ...range, width, height, binned }) : undefined),
    [range, width, height, total, binned],
  );
  const { shown, error, retry } = useMapValues(subject, layout, subjects[subject].event);
  const scale = useMemo(
    () => shown && scaleOf(shown.what, shown.values, ratioLimits(summary), format),
    [shown, summary, format],
  );
  const onWindow = ({ start, end }: ChunkWindow) => setChosen(end - start >= total ? undefined : { start, end });
  const fitsOne = layout !== undefined && layoutMap({ ...range, width, height, binned: false }).chunksPerCell === 1;
  return (
    <>
      <MapTools
        subject={subject}
        onSubject={setSubject}
        binned={binned || !fitsOne}
        fitsOne={fitsOne}
        onBinned={setBinned}
        statistic={statistic}
        onStatistic={setStatistic}
        isPart={chosen !== undefined}
        total={total}
        onAll={() => setChosen(undefined)}
        legend={shown && scale && <MapLegend scale={scale} values={shown.values} />}
      />
      <section className={styles.map} aria-label="Map of chunks" style={{ '--map-index': `${indexWidth(total)}px` }}>
        <div
          ref={room}
          className={styles.room}
          style={{ minHeight: layout ? layout.rows * layout.cellHeight : height }}
        >
          {!shown && !error && <Skeleton label="Loading the map of chunks" lines={6} lineHeight={height / 6} />}
        </div>
        {shown && scale && (
          <ChunkMap shown={shown} scale={scale} statistic={statistic} total={total} range={range} onWindow={onWindow} />
        )}
        {error && <ErrorView error={error} onRetry={retry} />}
      </section>
    </>
  );
}

/** Pixels for the labels of the rows. */
function indexWidth(total: number): number {
  return formatCount(total).length * 6.2 + 12;
}

/** The chosen chunks, as far as they exist; all without a choice. */
function clampRange(chosen: ChunkWindow | undefined, total: number): ChunkWindow {
  if (!chosen || chosen.start >= total) return { start: 0, end: total };
  return { start: chosen.start, end: Math.min(chosen.end, total) };
}

interface LegendProps {
  readonly scale: MapScale;
  readonly values: MapValues;
}

/** What the colours mean: the limits of the ramp, or the categories that there are. */
function MapLegend({ scale, values }: LegendProps) {
  // Only categories have few enough values to be collected.
  const found = scale.ends ? new Set<number>() : categoriesIn(values);
  const entries = scale.legend.filter(({ occurs }) => !occurs || occurs(found));
  return (
    <div className={styles.legend}>
      {scale.ends && (
        <span className={styles.entry}>
          {scale.ends[0]}
          <i className={styles.ramp} />
          {scale.ends[1]}
        </span>
      )}
      {entries.map(({ label, paint }) => (
        <span key={label} className={styles.entry}>
          <Swatch paint={paint} />
          {label}
        </span>
      ))}
    </div>
  );
}
