import { useFormat } from '../../../../format/format-context.js';
import { EmptyState } from '../../../../ui/EmptyState.js';
import { ErrorView } from '../../../../ui/ErrorView.js';
import { NumberField } from '../../../../ui/NumberField.js';
import { Skeleton } from '../../../../ui/Skeleton.js';
import { statedChunks } from '../../model/chunked.js';
import { useDocument } from '../../model/document-context.js';
import { useSelection } from '../../model/selection.js';
import bytesStyles from '../bytes.module.css';
import { type BytesMode, ModeSwitch } from '../ModeSwitch.js';
import { useBytesStatus } from '../use-bytes-status.js';
import { BlockDetails } from './BlockDetails.js';
import { BlockPicture } from './BlockPicture.js';
import { EntropyBars } from './EntropyBars.js';
import styles from './planes.module.css';
import { afterWords, type Block, useBlock } from './use-block.js';

interface Props {
  readonly onMode: (mode: BytesMode) => void;
}

/** One block before and after its shuffle, and the entropy of each plane: why the shuffle helped, or could not. */
export function PlanesView({ onMode }: Props) {
  const format = useFormat();
  const { overview } = useDocument();
  const { selection, select } = useSelection();
  const { chunkIndex = 0, blockIndex = 0 } = selection;
  useBytesStatus(`block ${format.count(blockIndex)} of chunk ${format.count(chunkIndex)}`);
  const hasBlocks = (overview.container?.chunksBytes ?? overview.chunks?.nchunks ?? 0) > 0;
  const { value: block, error, retry } = useBlock(hasBlocks ? { chunkIndex, blockIndex } : undefined);
  const chunks = statedChunks(overview) ?? Number.MAX_SAFE_INTEGER;
  const blocks = block?.chunkIndex === chunkIndex ? Math.max(1, block.chunk.blocks.length) : blockIndex + 1;
  return (
    <div className={styles.view}>
      <div className={bytesStyles.tools} role="toolbar" aria-label="Bytes">
        <ModeSwitch mode="planes" onMode={onMode} />
        <span className={styles.place}>
          <span className="dim" aria-hidden="true">
            Chunk
          </span>
          <NumberField
            size="small"
            aria-label="Chunk"
            className={styles.number}
            value={chunkIndex}
            min={0}
            max={Math.max(0, chunks - 1)}
            onChange={(next) => select({ chunkIndex: next, blockIndex: 0 }, 'bytes')}
          />
          <span className="dim" aria-hidden="true">
            Block
          </span>
          <NumberField
            size="small"
            aria-label="Block"
            className={styles.number}
            value={blockIndex}
            min={0}
            max={blocks - 1}
            onChange={(next) => select({ chunkIndex, blockIndex: next }, 'bytes')}
          />
          <span className="dim">of {blocks}</span>
        </span>
      </div>
      <div className={styles.body}>
        {!hasBlocks && <EmptyState title="There is no chunk whose blocks could be shown." />}
        {error && <ErrorView error={error} onRetry={retry} />}
        {hasBlocks &&
          !error &&
          (block ? <BlockPlanes block={block} /> : <Skeleton label="Reading the block" lines={8} />)}
      </div>
      {!error && block && <BlockDetails block={block} />}
    </div>
  );
}

function BlockPlanes({ block }: { readonly block: Block }) {
  const format = useFormat();
  const { planes, plain, shuffled, chunkIndex, blockIndex } = block;
  const { typesize } = planes;
  const after = afterWords(block);
  const part = plain.length < planes.plainBytes ? `its first ${format.size(plain.length)}` : format.size(plain.length);
  const name = `block ${format.count(blockIndex)} of chunk ${format.count(chunkIndex)}`;
  return (
    <>
      <p className={styles.reading}>{planes.reading}</p>
      <div className={styles.pictures}>
        <BlockPicture
          title="Before: as in memory"
          label={`Bytes of ${name} as they lie in memory`}
          bytes={plain}
          typesize={typesize}
          caption={`${part} of ${name}; columns are the ${format.countOf(typesize, 'byte')} of an item`}
        />
        <BlockPicture
          title={after.title}
          label={`Bytes of ${name}: ${after.title}`}
          bytes={shuffled}
          typesize={typesize}
          caption={after.caption}
        />
      </div>
      <EntropyBars planes={planes} />
      <p className="micro">
        A pixel is a byte, dark for 0 and bright for 255. Entropy 0: all alike. Entropy 8: as good as random.
      </p>
    </>
  );
}
