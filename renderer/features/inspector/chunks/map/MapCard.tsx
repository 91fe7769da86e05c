import type { CSSProperties } from 'react';
import type { ChunkRow } from '../../../../../shared/contract/inspect/chunks.js';
import { useQuery } from '../../../../data/use-query.js';
import { useFormat } from '../../../../format/format-context.js';
import type { Formats } from '../../../../format/formats.js';
import { type KeyValue, KeyValueList } from '../../../../ui/KeyValueList.js';
import { useDocument } from '../../model/document-context.js';
import { checkLabels, codecLabels, headlessLabels, rangeWords, rowsOfChunks, storedWords } from '../chunk-words.js';
import styles from './map.module.css';
import { chunksOfCell, type MapLayout, placeOfCell } from './map-layout.js';
import type { MapScale } from './map-scale.js';
import type { MapSubject, MapValues, ShownMap } from './map-values.js';

interface Props {
  readonly shown: ShownMap;
  readonly scale: MapScale;
  readonly cell: number;
}

/** What a cell shows, while the pointer rests on it: below the cell, at the side where there is room. */
export function MapCard({ shown: { layout, values, what }, scale, cell }: Props) {
  const { overview } = useDocument();
  const chunks = chunksOfCell(layout, cell);
  const isOne = chunks.end === chunks.start + 1;
  const row = useChunkRow(isOne ? chunks.start : undefined);
  const rows = rowsOfChunks(overview, [chunks.start, chunks.end]);
  const entries: readonly KeyValue[] = [
    ...(rows ? [{ label: 'rows', value: rangeWords(rows) }] : []),
    ...(isOne ? [] : statistics(values, cell, what, scale)),
    ...useRowFacts(row),
    ...(isOne && (what !== 'ratio' || !row) ? valueFact(values, cell, what, scale) : []),
  ];
  return (
    <div className={styles.card} style={cardPlace(layout, cell)}>
      <div className="strong nowrap">
        {isOne ? 'Chunk' : 'Chunks'} {rangeWords([chunks.start, chunks.end])}
      </div>
      <KeyValueList entries={entries} />
    </div>
  );
}

function cardPlace(layout: MapLayout, cell: number): CSSProperties {
  const { x, y, width, height } = placeOfCell(layout, cell);
  const isLeft = x > (layout.columns * layout.cellWidth) / 2;
  return {
    left: isLeft ? x - 4 : x + width + 4,
    top: y + height + 6,
    transform: isLeft ? 'translateX(-100%)' : undefined,
  };
}

function statistics(values: MapValues, cell: number, subject: MapSubject, scale: MapScale): readonly KeyValue[] {
  const said = (of: keyof MapValues) => words(values[of][cell], scale);
  if (subject === 'codec' || subject === 'check') return valueFact(values, cell, subject, scale);
  return [
    { label: 'lowest', value: said('min') },
    { label: 'mean', value: said('mean') },
    { label: 'highest', value: said('max') },
  ];
}

const labels = {
  ratio: 'ratio',
  stored: 'stored size',
  codec: 'codec id',
  check: 'check',
  'decode-ms': 'decode time',
  entropy: 'entropy',
} as const satisfies Record<MapSubject, string>;

function valueFact({ min, max }: MapValues, cell: number, subject: MapSubject, scale: MapScale): readonly KeyValue[] {
  const isMixed = subject === 'codec' && min[cell] !== max[cell] && !Number.isNaN(max[cell]);
  return [{ label: labels[subject], value: isMixed ? 'several' : words(max[cell], scale) }];
}

function words(value: number | undefined, scale: MapScale): string {
  return value === undefined || Number.isNaN(value) ? 'not known yet' : scale.print(value);
}

function useRowFacts(row: ChunkRow | undefined): readonly KeyValue[] {
  const format = useFormat();
  if (!row) return [];
  return [
    ...(row.at ? [{ label: 'index', value: `(${row.at.join(', ')})` }] : []),
    ...(row.headless ? [{ label: 'state', value: headlessLabels[row.headless] }] : []),
    ...(row.headless === 'missing' ? [] : storedFacts(row, format)),
    ...(row.codec ? [{ label: 'codec', value: codecLabels[row.codec] }] : []),
    ...(row.check === 'unchecked' ? [] : [{ label: 'check', value: checkLabels[row.check].label }]),
  ];
}

function storedFacts(row: ChunkRow, format: Formats): readonly KeyValue[] {
  const { file, offsetBytes, ratio } = row;
  return [
    file ? { label: 'file', value: file.name } : { label: 'offset', value: format.count(offsetBytes) },
    { label: 'stored', value: storedWords(row, format) },
    { label: 'ratio', value: format.times(ratio) },
  ];
}

/** A chunk is loaded when the pointer has rested on it for this time. */
const REST_MS = 80;

/** The row of one chunk; undefined until it is loaded. When that fails, the card has fewer facts: the table reports the error. */
function useChunkRow(chunkIndex: number | undefined): ChunkRow | undefined {
  const { client, overview, version } = useDocument();
  const { document } = overview;
  const { value, isCurrent } = useQuery(
    chunkIndex === undefined ? undefined : `${document} ${version} ${chunkIndex}`,
    async () => {
      const request = { document, start: chunkIndex ?? 0, count: 1, orderBy: 'index', descending: false } as const;
      const { rows } = await client.call('inspect.chunks', request);
      return rows[0];
    },
    { restMs: REST_MS },
  );
  return isCurrent ? value : undefined;
}
