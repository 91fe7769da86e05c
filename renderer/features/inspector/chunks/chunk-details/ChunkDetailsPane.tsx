import { ChevronLeft, ChevronRight, Ellipsis } from 'lucide-react';
import type { ChunkDetails } from '../../../../../shared/contract/inspect/chunks.js';
import type { Query } from '../../../../data/use-query.js';
import { useFormat } from '../../../../format/format-context.js';
import { EmptyState } from '../../../../ui/EmptyState.js';
import { ErrorView } from '../../../../ui/ErrorView.js';
import { IconButton } from '../../../../ui/IconButton.js';
import { Menu } from '../../../../ui/Menu.js';
import { Skeleton } from '../../../../ui/Skeleton.js';
import { DetailsSlot } from '../../details/DetailsSlot.js';
import { useSelection } from '../../model/selection.js';
import type { Limits } from '../ratio-scale.js';
import { useChunkCommands } from '../use-chunk-commands.js';
import { ChunkPane } from './ChunkPane.js';

interface Props {
  readonly chunkIndex: number | undefined;
  readonly total: number;
  /** Its value may be that of the chunk before. */
  readonly chunk: Query<ChunkDetails>;
  readonly limits: Limits;
  readonly onCompare?: ((chunkIndex: number) => void) | undefined;
}

/** The right region: the selected chunk, with buttons to its neighbours and its commands. */
export function ChunkDetailsPane({ chunkIndex, total, chunk, limits, onCompare }: Props) {
  const format = useFormat();
  const { selection, select } = useSelection();
  const { value: details, error, retry } = chunk;
  if (chunkIndex === undefined) {
    return (
      <DetailsSlot title="Chunk">
        <EmptyState title="Choose a chunk on the map or in the table." />
      </DetailsSlot>
    );
  }
  return (
    <DetailsSlot
      title={`Chunk ${format.count(chunkIndex)}`}
      actions={<ChunkActions chunkIndex={chunkIndex} total={total} details={details} onCompare={onCompare} />}
    >
      {error && <ErrorView error={error} onRetry={retry} />}
      {details && !error ? (
        <ChunkPane
          details={details}
          limits={limits}
          blockIndex={selection.chunkIndex === details.row.chunkIndex ? (selection.blockIndex ?? 0) : 0}
          onBlock={(blockIndex) => select({ chunkIndex, blockIndex }, 'details')}
        />
      ) : (
        !error && <Skeleton label="Loading the chunk" lines={8} lineHeight={20} />
      )}
    </DetailsSlot>
  );
}

function ChunkActions({
  chunkIndex,
  total,
  details,
  onCompare,
}: Pick<Props, 'total' | 'onCompare'> & {
  readonly chunkIndex: number;
  readonly details: ChunkDetails | undefined;
}) {
  const { select } = useSelection();
  const commands = useChunkCommands(onCompare);
  const go = (next: number) => select({ chunkIndex: next }, 'details');
  return (
    <>
      <IconButton
        icon={ChevronLeft}
        label="Previous chunk, ["
        size="small"
        disabled={chunkIndex === 0}
        onClick={() => go(chunkIndex - 1)}
      />
      <IconButton
        icon={ChevronRight}
        label="Next chunk, ]"
        size="small"
        disabled={chunkIndex + 1 >= total}
        onClick={() => go(chunkIndex + 1)}
      />
      <Menu
        align="end"
        entries={details ? commands(details.row) : []}
        trigger={<IconButton icon={Ellipsis} label="More on this chunk" size="small" />}
      />
    </>
  );
}
