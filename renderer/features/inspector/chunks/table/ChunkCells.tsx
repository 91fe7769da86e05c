import type { CSSProperties } from 'react';
import type { ChunkRow } from '../../../../../shared/contract/inspect/chunks.js';
import { formatCount } from '../../../../format/counts.js';
import { formatTimes } from '../../../../format/ratios.js';
import { formatBytes } from '../../../../format/sizes.js';
import { colourAt } from '../../../../ui/colour-maps.js';
import { GridCell } from '../../../../ui/GridParts.js';
import { StateText } from '../../../../ui/StateText.js';
import { checkLabels, codecLabels, headlessLabels } from '../chunk-words.js';
import { isNotSmaller, type Limits, logShare } from '../ratio-scale.js';
import styles from './chunk-table.module.css';
import type { ChunkColumn } from './columns.js';

interface Props {
  readonly columns: readonly ChunkColumn[];
  readonly row: ChunkRow;
  readonly limits: Limits;
}

/** The cells of one chunk. */
export function ChunkCells({ columns, row, limits }: Props) {
  return columns.map(({ key, numeric }, index) => (
    <GridCell
      key={key}
      className={styles.cell}
      aria-colindex={index + 1}
      data-numeric={numeric ? '' : undefined}
      title={titles[key]?.(row)}
    >
      {key === 'ratio' ? row.storedBytes > 0 && <RatioCell ratio={row.ratio} limits={limits} /> : texts[key](row)}
    </GridCell>
  ));
}

const texts = {
  chunk: ({ chunkIndex }) => formatCount(chunkIndex),
  at: ({ at = [] }) => <span className="mono">({at.join(', ')})</span>,
  offset: ({ offsetBytes, file, headless }) =>
    file || headless === 'missing' ? null : <span className="mono">{formatCount(offsetBytes)}</span>,
  file: ({ file }) => <span className="mono">{file?.name}</span>,
  stored: ({ storedBytes, headless }) => (storedBytes > 0 || headless ? formatCount(storedBytes) : '–'),
  plain: ({ plainBytes }) => formatCount(plainBytes),
  codec: ({ codec }) => codec && codecLabels[codec],
  filter: ({ filter }) => filter,
  digest: ({ digest }) => <span className="mono">{digest}</span>,
  check: (row) => <State row={row} />,
} as const satisfies Record<Exclude<ChunkColumn['key'], 'ratio'>, (row: ChunkRow) => React.ReactNode>;

/** The full text of what may not fit or is abbreviated. */
const titles: Partial<Record<ChunkColumn['key'], (row: ChunkRow) => string | undefined>> = {
  stored: ({ storedBytes }) => (storedBytes > 0 ? formatBytes(storedBytes) : undefined),
  digest: ({ digest }) => digest,
  file: ({ file }) => file?.name,
  check: ({ problem }) => problem,
  codec: ({ codec }) => (codec === 'lz4 family' ? 'lz4 or lz4hc: the format does not distinguish them' : undefined),
};

/** Chunks of arrays, which have a place in a grid, have no checksum to be compared. */
function State({ row: { check, headless, at } }: { readonly row: ChunkRow }) {
  if (headless) return <StateText tone="plain">{headlessLabels[headless]}</StateText>;
  if (at && check === 'unchecked') return null;
  return <StateText tone={checkLabels[check].tone}>{checkLabels[check].label}</StateText>;
}

/** The bar ends at the upper limit of the colours. */
function RatioCell({ ratio, limits }: { readonly ratio: number; readonly limits: Limits }) {
  const isStored = isNotSmaller(ratio);
  const bar: CSSProperties = {
    width: `${Math.min(1, ratio / limits[1]) * 100}%`,
    background: isStored ? undefined : colourAt('cividis', logShare(ratio, limits)),
  };
  return (
    <>
      <span className={styles.track}>
        <i style={bar} />
      </span>
      {formatTimes(ratio)}
    </>
  );
}
