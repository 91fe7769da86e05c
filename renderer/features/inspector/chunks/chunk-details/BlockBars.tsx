import { useCallback } from 'react';
import type { BlockRow } from '../../../../../shared/contract/inspect/chunks.js';
import { formatCount } from '../../../../format/counts.js';
import { useFormat } from '../../../../format/format-context.js';
import { formatBytes } from '../../../../format/sizes.js';
import { BigRows } from '../../../../ui/big-scroll/BigRows.js';
import { colourAt } from '../../../../ui/colour-maps.js';
import { type Limits, logShare } from '../ratio-scale.js';
import styles from './chunk-pane.module.css';

interface Props {
  readonly blocks: readonly BlockRow[];
  readonly selected: number | undefined;
  readonly limits: Limits;
  readonly onSelect: (blockIndex: number) => void;
}

const ROW_HEIGHT = 20;
/** With more blocks than these the list scrolls. */
const MAX_ROWS = 10;

/** The blocks of a chunk as bars: as long as their stored bytes, in the colours of their streams' ratios. */
export function BlockBars({ blocks, selected, limits, onSelect }: Props) {
  const format = useFormat();
  const most = blocks.reduce((size, { storedBytes }) => Math.max(size, storedBytes), 1);
  const renderRow = useCallback(
    (index: number) => {
      const block = blocks[index];
      return block && <Block block={block} most={most} limits={limits} />;
    },
    [blocks, most, limits],
  );
  const rowProps = useCallback(
    (index: number) => ({ 'aria-selected': index === selected, onClick: () => onSelect(index) }),
    [selected, onSelect],
  );
  const [first] = blocks;
  return (
    <section className={styles.section}>
      <h3>{first && blocksTitle(blocks.length, format.size(first.plainBytes))}</h3>
      <div className={`${styles.block} ${styles.blockHeads}`} aria-hidden="true">
        <span>Block</span>
        <span>Start</span>
        <span>Streams, to scale</span>
        <span>Stored</span>
      </div>
      <div className={styles.blocks} style={{ height: Math.min(blocks.length, MAX_ROWS) * ROW_HEIGHT }}>
        <BigRows
          label="Blocks"
          role="listbox"
          rowCount={blocks.length}
          rowHeight={ROW_HEIGHT}
          renderRow={renderRow}
          rowProps={rowProps}
          activeRow={selected}
          onActiveRow={onSelect}
        />
      </div>
    </section>
  );
}

function blocksTitle(count: number, size: string): string {
  return count === 1 ? `1 block of ${size}` : `${formatCount(count)} blocks of ${size}`;
}

interface BlockProps {
  readonly block: BlockRow;
  readonly most: number;
  readonly limits: Limits;
}

function Block({ block: { blockIndex, start, storedBytes, plainBytes, streams }, most, limits }: BlockProps) {
  const plainStream = plainBytes / Math.max(1, streams.length);
  // Streams have no names: they are identified by their place.
  const marks = streams.map((stored, index) => ({ key: `${index}`, stored }));
  return (
    <div className={styles.block}>
      <span>{formatCount(blockIndex)}</span>
      <span>{formatCount(start)}</span>
      <span className={styles.streamMarks} style={{ width: `${(storedBytes / most) * 100}%` }}>
        {marks.map(({ key, stored }) => (
          <i
            key={key}
            data-stored={stored >= plainStream ? '' : undefined}
            style={{ flexGrow: stored, background: streamColour(plainStream / stored, limits) }}
          />
        ))}
      </span>
      <span>{formatBytes(storedBytes)}</span>
    </div>
  );
}

/** The colour of a stream by its ratio; undefined for uncompressed streams, which are hatched. */
export function streamColour(ratio: number, limits: Limits): string | undefined {
  return ratio > 1 ? colourAt('cividis', logShare(ratio, limits)) : undefined;
}
