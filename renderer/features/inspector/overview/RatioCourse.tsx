import type { ChunkSummary } from '../../../../shared/contract/inspect/chunks.js';
import { useFormat } from '../../../format/format-context.js';
import { Button } from '../../../ui/Button.js';
import { useSize } from '../chunks/use-size.js';
import { useView } from '../model/view.js';
import { binX, coursePaths, extremes, type PlotBox, ratioSpan, ratioTicks, ratioY } from './course-paths.js';
import styles from './overview.module.css';

const HEIGHT = 124;

/** How well the data compressed from the first chunk to the last. */
export function RatioCourse({ summary }: { readonly summary: ChunkSummary }) {
  const format = useFormat();
  const { show } = useView();
  const [box, { width }] = useSize();
  const { course, chunks } = summary;
  const basis =
    course.chunksPerBin > 1
      ? `mean and range of every ${format.countOf(course.chunksPerBin, 'chunk')}, from the offsets alone`
      : 'chunk by chunk, from the offsets alone';
  return (
    <section className={styles.block}>
      <h2>
        Ratio along the file <span>{basis}</span>
        <Button kind="link" onClick={() => show('chunks')}>
          Open the chunk map
        </Button>
      </h2>
      <div ref={box} className={styles.course}>
        {width > 0 && chunks > 0 && <CoursePlot summary={summary} width={width} />}
      </div>
    </section>
  );
}

function CoursePlot({
  summary: { course, chunks, minRatio, maxRatio },
  width,
}: {
  summary: ChunkSummary;
  width: number;
}) {
  const format = useFormat();
  const box: PlotBox = { left: 36, right: width - 8, top: 10, bottom: HEIGHT - 22 };
  const span = ratioSpan(course);
  const { line, band } = coursePaths(course, span, box);
  const y = (ratio: number) => ratioY(ratio, span, box);
  const chunkTicks = [0, 0.25, 0.5, 0.75].map((share) => Math.floor((chunks - 1) * share));
  return (
    <svg
      width={width}
      height={HEIGHT}
      role="img"
      aria-label={`Ratios from ${format.times(minRatio)} to ${format.times(maxRatio)} over ${format.countOf(chunks, 'chunk')}`}
    >
      {ratioTicks(...span).map((tick) => (
        <g key={tick}>
          <path d={`M${box.left} ${y(tick)}H${box.right}`} className={styles.gridLine} />
          <text x={box.left - 4} y={y(tick) + 4} textAnchor="end">
            {tick}×
          </text>
        </g>
      ))}
      <path d={band} className={styles.band} />
      <path d={line} className={styles.line} />
      <path d={`M${box.left} ${box.bottom}H${box.right}`} className={styles.axis} />
      {[...new Set(chunkTicks)].map((chunk) => (
        <text key={chunk} x={box.left + (chunk / Math.max(1, chunks)) * (box.right - box.left)} y={HEIGHT - 6}>
          {format.count(chunk)}
        </text>
      ))}
      {extremes(course).map(({ bin, ratio }) => {
        const x = binX(bin, course.mean.length, box);
        const isRight = x > width * 0.7;
        const below = y(ratio) > (box.top + box.bottom) / 2;
        return (
          <text
            key={ratio}
            x={x + (isRight ? -5 : 5)}
            y={y(ratio) + (below ? -3 : 10)}
            textAnchor={isRight ? 'end' : 'start'}
            className={styles.extreme}
          >
            {binText(bin, course.chunksPerBin, chunks)}: {format.times(ratio)}
          </text>
        );
      })}
    </svg>
  );

  function binText(bin: number, perBin: number, count: number): string {
    const first = bin * perBin;
    const last = Math.min(count, first + perBin) - 1;
    return first === last ? format.count(first) : `${format.count(first)} to ${format.count(last)}`;
  }
}
