import { binarySize, durationWords, ratioRangeWords } from '../../../../shared/compare/words.js';
import { KeyValueList } from '../../../ui/KeyValueList.js';
import type { ReadRow } from '../model/read-model.js';
import styles from './chart.module.css';
import { mibText } from './mib.js';

interface Props {
  readonly row: ReadRow;
  readonly x: number;
  readonly y: number;
  /** Width of the plot, which the card must not exceed. */
  readonly width: number;
}

const CARD_PX = 232;

/** All numbers of a setting beside its mark. The table has the same numbers. */
export function HoverCard({ row, x, y, width }: Props) {
  const { result, name } = row;
  const { ratio, ratioLow, ratioHigh, compress, decompress, memoryBytes } = result;
  const left = x + 16 + CARD_PX > width ? Math.max(0, x - 16 - CARD_PX) : x + 16;
  const series = ({ median, q1, q3 }: typeof compress) => `${mibText(median)} (${mibText(q1)}–${mibText(q3)}) MiB/s`;
  return (
    <div className={styles.hover} style={{ left, top: Math.max(0, y - 24), width: CARD_PX }}>
      <b className="strong">{name}</b>
      <KeyValueList
        entries={[
          { label: 'Ratio', value: ratioRangeWords(ratio, ratioLow, ratioHigh) },
          { label: 'Compress', value: series(compress) },
          { label: 'Decompress', value: series(decompress) },
          { label: 'Effective write', value: `${mibText(row.effectiveWrite)} MiB/s` },
          { label: 'Effective read', value: `${mibText(row.effectiveRead)} MiB/s` },
          { label: 'Total time', value: durationWords(row.totalSeconds) },
          { label: 'Memory', value: binarySize(memoryBytes) },
          { label: 'Round trip', value: 'exact' },
          ...(result.flags.length > 0 ? [{ label: 'Caution', value: result.flags.join(', ') }] : []),
        ]}
      />
    </div>
  );
}
