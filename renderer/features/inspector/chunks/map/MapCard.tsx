import { useEffect, useState } from 'react';
import type { ChunkRow } from '../../../../../shared/contract/inspect/chunks.js';
import { useFormat } from '../../../../format/format-context.js';
import { type KeyValue, KeyValueList } from '../../../../ui/KeyValueList.js';
import { useDocument } from '../../model/document-context.js';
import { checkLabels, codecLabels, rangeWords, rowsOfChunks } from '../chunk-words.js';
import styles from './map.module.css';
import type { ChunkWindow } from './map-layout.js';
import type { MapScale } from './map-scale.js';
import type { MapSubject, MapValues } from './map-values.js';

interface Props {
  readonly chunks: ChunkWindow;
  readonly cell: number;
  readonly values: MapValues;
  readonly subject: MapSubject;
  readonly scale: MapScale;
  /** Pixels within the plot: beside the cell. */
  readonly left: number;
  readonly top: number;
  /** Which side of the cell has room. */
  readonly flipX: boolean;
}

/** What a cell is, while the pointer rests on it. The table says the same of every chunk. */
export function MapCard({ chunks, cell, values, subject, scale, left, top, flipX }: Props) {
  const { overview } = useDocument();
  const isOne = chunks.end === chunks.start + 1;
  const row = useChunkRow(isOne ? chunks.start : undefined);
  const rows = rowsOfChunks(overview, [chunks.start, chunks.end]);
  const entries: readonly KeyValue[] = [
    ...(rows ? [{ label: 'rows', value: rangeWords(rows) }] : []),
    ...(isOne ? [] : statistics(values, cell, subject, scale)),
    ...useRowFacts(row),
    ...(isOne && (subject !== 'ratio' || !row) ? valueFact(values, cell, subject, scale) : []),
  ];
  return (
    <div className={styles.card} style={{ left, top, transform: flipX ? 'translateX(-100%)' : undefined }}>
      <div className="strong nowrap">
        {isOne ? 'Chunk' : 'Chunks'} {rangeWords([chunks.start, chunks.end])}
      </div>
      <KeyValueList entries={entries} />
    </div>
  );
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
    { label: 'offset', value: format.count(row.offsetBytes) },
    { label: 'stored', value: `${format.bytes(row.storedBytes)} of ${format.size(row.plainBytes)}` },
    { label: 'ratio', value: format.times(row.ratio) },
    ...(row.codec ? [{ label: 'codec', value: codecLabels[row.codec] }] : []),
    ...(row.check === 'unchecked' ? [] : [{ label: 'check', value: checkLabels[row.check].label }]),
  ];
}

/** A pointer that passes by asks nothing. */
const REST_MS = 80;

/** The row of one chunk, once the pointer rests; undefined until it comes. */
function useChunkRow(chunkIndex: number | undefined): ChunkRow | undefined {
  const { client, overview } = useDocument();
  const [row, setRow] = useState<ChunkRow>();
  useEffect(() => {
    if (chunkIndex === undefined) return;
    let isOver = false;
    const request = {
      document: overview.document,
      start: chunkIndex,
      count: 1,
      orderBy: 'index',
      descending: false,
    } as const;
    const timer = setTimeout(() => {
      // A card without facts says less, but nothing wrong: the table shows what failed.
      client.call('inspect.chunks', request).then(
        ({ rows }) => !isOver && setRow(rows[0]),
        () => {},
      );
    }, REST_MS);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [client, overview.document, chunkIndex]);
  return row?.chunkIndex === chunkIndex ? row : undefined;
}
