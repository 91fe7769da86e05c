import type { BlockRow, BloscFacts, BytePlanes } from '../../../../../shared/contract/inspect/chunks.js';
import { useQuery } from '../../../../data/use-query.js';
import { formatDecimals } from '../../../../format/counts.js';
import { useFormat } from '../../../../format/format-context.js';
import { useDocument } from '../../model/document-context.js';
import type { Limits } from '../ratio-scale.js';
import { streamColour } from './BlockBars.js';
import styles from './chunk-pane.module.css';
import { streamsOf } from './stream-words.js';

interface Props {
  readonly chunkIndex: number;
  readonly block: BlockRow;
  readonly blosc: BloscFacts;
  readonly limits: Limits;
}

/** The stored size of each stream of a block, and what that means for the data. */
export function StreamBars({ chunkIndex, block, blosc, limits }: Props) {
  const format = useFormat();
  const { overview } = useDocument();
  const planes = usePlanes(chunkIndex, block.blockIndex);
  const streams = streamsOf(block, blosc, overview.array?.descr);
  const most = streams.reduce((size, { storedBytes }) => Math.max(size, storedBytes), 1);
  const [first] = streams;
  return (
    <section className={styles.section}>
      <h3>
        Block {format.count(block.blockIndex)},{' '}
        {first && `${format.countOf(streams.length, 'stream')} of ${format.size(first.plainBytes)}`}
      </h3>
      <ul className={styles.streams} aria-label={`Streams of block ${block.blockIndex}`}>
        {streams.map(({ label, storedBytes, plainBytes, isStored }) => (
          <li key={label}>
            <span className="soft nowrap">{label}</span>
            <span className={styles.streamBar}>
              <i
                data-stored={isStored ? '' : undefined}
                style={{
                  width: `${(storedBytes / most) * 100}%`,
                  background: isStored ? undefined : streamColour(plainBytes / storedBytes, limits),
                }}
              />
            </span>
            <span>{format.bytes(storedBytes)}</span>
            <span className="dim">
              {isStored ? 'stored' : `${formatDecimals(plainBytes / Math.max(1, storedBytes), 1)}×`}
            </span>
          </li>
        ))}
      </ul>
      {planes && <p className="micro">{planes.reading}</p>}
    </section>
  );
}

/** To compute planes the host decompresses the block: they are loaded when it has been selected for this time. */
const REST_MS = 250;

function usePlanes(chunkIndex: number, blockIndex: number): BytePlanes | undefined {
  const { overview, client, version } = useDocument();
  const { document } = overview;
  // A damaged block has no planes; the notice above gives the reason.
  const { value, isCurrent } = useQuery(
    `${document} ${version} ${chunkIndex} ${blockIndex}`,
    () => client.call('inspect.planes', { document, chunkIndex, blockIndex }),
    { restMs: REST_MS },
  );
  return isCurrent ? value : undefined;
}
