import { Table2 } from 'lucide-react';
import { useState } from 'react';
import type { ChunkSummary } from '../../../../shared/contract/inspect/chunks.js';
import { useFormat } from '../../../format/format-context.js';
import type { Formats } from '../../../format/formats.js';
import { Button } from '../../../ui/Button.js';
import { countTicks } from '../../../ui/charts/axis-ticks.js';
import { IconButton } from '../../../ui/IconButton.js';
import { sampleWords } from '../chunks/chunk-words.js';
import { useSize } from '../chunks/use-size.js';
import { NumbersDialog } from '../data/NumbersDialog.js';
import { useSavePlot } from '../data/use-save-plot.js';
import { useDocument } from '../model/document-context.js';
import { useView } from '../model/view.js';
import { binX, coursePaths, extremes, type PlotBox, ratioSpan, ratioTicks, ratioY } from './course-paths.js';
import styles from './overview.module.css';

const HEIGHT = 124;

/** How well the data compressed from the first chunk to the last. */
export function RatioCourse({ summary }: { readonly summary: ChunkSummary }) {
  const format = useFormat();
  const { show } = useView();
  const save = useSavePlot();
  const [box, { width }] = useSize();
  const [asTable, setAsTable] = useState(false);
  const { course, chunks } = summary;
  const { container } = useDocument().overview;
  const source =
    sampleWords(summary) ??
    (!container ? 'of all chunks' : container.hasOffsets ? 'from the offsets alone' : 'from their headers');
  const basis =
    course.chunksPerBin > 1
      ? `mean and range of every ${format.countOf(course.chunksPerBin, 'chunk')}, ${source}`
      : `chunk by chunk, ${source}`;
  return (
    <section className={styles.block}>
      <h2>
        Ratio along the file <span>{basis}</span>
        <Button kind="link" onClick={() => show('chunks')}>
          Open the chunk map
        </Button>
        <IconButton icon={Table2} size="small" label="Show as table" onClick={() => setAsTable(true)} />
      </h2>
      <div ref={box} className={styles.course}>
        {width > 0 && chunks > 0 && <CoursePlot summary={summary} width={width} />}
      </div>
      <NumbersDialog
        open={asTable}
        onClose={() => setAsTable(false)}
        title="Ratio along the file"
        heads={heads}
        rows={course.mean.map((_, bin) => [binText(bin, course.chunksPerBin, chunks, format), ...ratios(bin)])}
        onSave={() => save.csv('ratios', csvHeads, csvRows(summary))}
      />
    </section>
  );

  function ratios(bin: number): readonly string[] {
    return [course.min[bin], course.mean[bin], course.max[bin]].map((ratio) => format.times(ratio || Number.NaN));
  }
}

const heads = ['Chunks', 'Least', 'Mean', 'Most'];
const csvHeads = ['first_chunk', 'end_chunk', 'min_ratio', 'mean_ratio', 'max_ratio'];

function csvRows({ course: { min, mean, max, chunksPerBin }, chunks }: ChunkSummary) {
  return mean.map((ratio, bin) => [
    bin * chunksPerBin,
    Math.min(chunks, (bin + 1) * chunksPerBin),
    min[bin] ?? '',
    ratio,
    max[bin] ?? '',
  ]);
}

/** `412`, or the first and the last of a bin: `2,463 to 2,467`. */
function binText(bin: number, perBin: number, count: number, format: Formats): string {
  const first = bin * perBin;
  const last = Math.min(count, first + perBin) - 1;
  return first === last ? format.count(first) : `${format.count(first)} to ${format.count(last)}`;
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
  const { line, band, only } = coursePaths(course, span, box);
  const y = (ratio: number) => ratioY(ratio, span, box);
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
      {only && <circle cx={only.x} cy={only.y} r={3} className={styles.only} />}
      <path d={`M${box.left} ${box.bottom}H${box.right}`} className={styles.axis} />
      {countTicks(chunks - 1, 5).map((chunk) => (
        <text key={chunk} x={binX(chunk, chunks, box)} y={HEIGHT - 6} textAnchor="middle">
          {format.count(chunk)}
        </text>
      ))}
      {extremes(course).map(({ bin, ratio, isMost }) => {
        const at = { x: binX(bin, course.mean.length, box), y: y(ratio) };
        return (
          <text key={ratio} {...labelPlace(at, isMost, box)} className={styles.extreme}>
            {binText(bin, course.chunksPerBin, chunks, format)}: {format.times(ratio)}
          </text>
        );
      })}
    </svg>
  );
}

/** Room for half the label of an extreme, in pixels. */
const HALF_LABEL = 80;

/** Above the highest and below the lowest; beside it where it would cover the axis. */
function labelPlace({ x, y }: { x: number; y: number }, isMost: boolean, box: PlotBox) {
  const isLeft = x < box.left + HALF_LABEL;
  const isRight = x > box.right - HALF_LABEL;
  const textAnchor = isLeft ? 'start' : isRight ? 'end' : 'middle';
  if (isMost) return { x, y: y - 5, textAnchor } as const;
  if (y + 14 < box.bottom) return { x, y: y + 13, textAnchor } as const;
  return { x: x + (isRight ? -6 : 6), y: y - 4, textAnchor: isRight ? 'end' : 'start' } as const;
}
