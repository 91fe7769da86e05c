import { useMemo, useState } from 'react';
import type { ChunkDetails } from '../../../../shared/contract/inspect/chunks.js';
import type { DocumentOverview } from '../../../../shared/contract/inspect/document.js';
import { useShownSubject } from '../../../app/subject-context.js';
import { type Query, useQuery } from '../../../data/use-query.js';
import { useFormat } from '../../../format/format-context.js';
import { EmptyState } from '../../../ui/EmptyState.js';
import { ErrorView } from '../../../ui/ErrorView.js';
import { Skeleton } from '../../../ui/Skeleton.js';
import { WholeFile } from '../details/WholeFile.js';
import { hasChunks } from '../model/chunked.js';
import { useDocument } from '../model/document-context.js';
import { useSelection } from '../model/selection.js';
import { ChunkDetailsPane } from './chunk-details/ChunkDetailsPane.js';
import { chunkCount, rangeWords } from './chunk-words.js';
import styles from './chunks.module.css';
import { MapPanel } from './map/MapPanel.js';
import { OutlierList } from './OutlierList.js';
import { RatioHistogram } from './RatioHistogram.js';
import { ratioLimits } from './ratio-scale.js';
import { ChunkTable } from './table/ChunkTable.js';
import type { TableQuery } from './table/chunk-rows.js';
import { useChanges } from './use-changes.js';
import { useChunkSummary } from './use-chunk-summary.js';
import { useSize } from './use-size.js';

interface Props {
  /** Opens Compare on one chunk; without, that command is disabled. */
  readonly onCompare?: ((chunkIndex: number) => void) | undefined;
}

/** Share of the view's height that the cells of the map may take, and the most: 23 rows of 9 pixels. */
const MAP_SHARE = 0.29;
const MAX_MAP_PX = 207;
const IN_FILE_ORDER: TableQuery = { orderBy: 'index', descending: false, filter: '' };

/** How well each chunk compressed and whether it is intact: a map, sums, a table, and one chunk in detail. */
export function ChunksView({ onCompare }: Props) {
  const { overview } = useDocument();
  if (!hasChunks(overview)) {
    return (
      <>
        <EmptyState title={noChunksWords(overview)}>{noChunksAdvice(overview)}</EmptyState>
        <WholeFile summary={undefined} />
      </>
    );
  }
  return <ContainerChunks onCompare={onCompare} />;
}

function noChunksWords({ kind, members, array }: DocumentOverview): string {
  if (kind !== 'arrays') return 'This file is not made of chunks.';
  if (members) return 'Choose an array of this file: where its chunks are compressed by Blosc, they are shown.';
  return `${array ? 'This array' : 'This file'} has no chunks that are compressed by Blosc.`;
}

function noChunksAdvice({ kind }: DocumentOverview): string | undefined {
  if (kind === 'arrays' || kind === 'unreadable') return undefined;
  return 'Compress… writes a container of it, and a container has chunks. Arrays of HDF5 and Zarr can have some too.';
}

function ContainerChunks({ onCompare }: Props) {
  const { overview } = useDocument();
  const { selection } = useSelection();
  const [box, { height }] = useSize();
  const { summary, error, retry } = useChunkSummary();
  const [query, setQuery] = useState(IN_FILE_ORDER);
  const limits = useMemo(() => ratioLimits(summary), [summary]);
  const total = chunkCount(overview, summary?.chunks);
  const chunkIndex = total !== undefined && (selection.chunkIndex ?? total) < total ? selection.chunkIndex : undefined;
  const chunk = useChunkDetails(chunkIndex);
  const details = chunkIndex === undefined ? undefined : chunk.value;
  useChunkStatus(chunkIndex, details);
  if (error && !summary) {
    return (
      <div className={styles.message}>
        <ErrorView error={error} onRetry={retry} />
      </div>
    );
  }
  if (total === 0) return <EmptyState title="No chunks were found." />;
  return (
    <div ref={box} className={styles.view}>
      <MapPanel summary={summary} total={total ?? 0} height={Math.min(MAX_MAP_PX, Math.floor(height * MAP_SHARE))} />
      <div className={styles.middle}>
        {summary ? (
          <>
            <RatioHistogram
              summary={summary}
              marked={details?.row.chunkIndex === chunkIndex ? details?.row : undefined}
            />
            <OutlierList summary={summary} onFilter={(filter) => setQuery({ ...IN_FILE_ORDER, filter })} />
          </>
        ) : (
          <Skeleton label="Loading the sums of the chunks" lines={4} />
        )}
      </div>
      <ChunkTable query={query} onQuery={setQuery} total={total ?? 0} limits={limits} onCompare={onCompare} />
      <ChunkDetailsPane
        chunkIndex={chunkIndex}
        total={total ?? 0}
        chunk={chunk}
        limits={limits}
        onCompare={onCompare}
      />
    </div>
  );
}

/** Shows the selected chunk in the status bar, after the facts of the file. */
function useChunkStatus(chunkIndex: number | undefined, details: ChunkDetails | undefined): void {
  const { overview } = useDocument();
  const format = useFormat();
  const { file, member, array } = overview;
  const title = member ? `${file.name} › ${member}` : file.name;
  const rows = details?.row.chunkIndex === chunkIndex ? details?.rows : undefined;
  const chunk = chunkIndex === undefined ? [] : [`chunk ${format.count(chunkIndex)}`];
  const place = rows ? [`${chunk[0]}, rows ${rangeWords(rows)}`] : chunk;
  const status = [title, ...(array ? [format.shape(array.shape), array.dtype] : []), ...place];
  useShownSubject({ title, status }, chunkIndex === undefined ? -1 : 1);
}

/** A chunk is loaded when it has been selected for this time: not when it is passed by arrow keys. */
const REST_MS = 90;

/** The details of a chunk; those of the chunk before stay until they are loaded. */
function useChunkDetails(chunkIndex: number | undefined): Query<ChunkDetails> {
  const { overview, client, version } = useDocument();
  const { document } = overview;
  const details = useQuery(
    chunkIndex === undefined ? undefined : `${document} ${version} ${chunkIndex}`,
    () => client.call('inspect.chunk', { document, chunkIndex: chunkIndex ?? 0 }),
    { restMs: REST_MS },
  );
  useChanges(['checks'], details.refresh);
  return details;
}
