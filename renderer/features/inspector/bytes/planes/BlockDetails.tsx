import { formatDecimals } from '../../../../format/counts.js';
import { useFormat } from '../../../../format/format-context.js';
import { KeyValueList } from '../../../../ui/KeyValueList.js';
import { codecSentence, filterSentences } from '../../chunks/chunk-words.js';
import { DetailsSlot } from '../../details/DetailsSlot.js';
import details from '../inspect/details.module.css';
import type { Block } from './use-block.js';

interface Props {
  readonly block: Block;
}

/** The right region: how the block was packed, and what is stored of it. */
export function BlockDetails({ block: { chunkIndex, blockIndex, chunk, planes, filter } }: Props) {
  const format = useFormat();
  const { blosc } = chunk;
  const { streams, planeEntropies, plainEntropy, typesize, plainBytes } = planes;
  const storedBytes = streams.reduce((sum, stream) => sum + stream.storedBytes, 0);
  const mean = planeEntropies.reduce((sum, entropy) => sum + entropy, 0) / Math.max(1, planeEntropies.length);
  return (
    <DetailsSlot title={`Block ${format.count(blockIndex)}`} subtitle={`in Chunk ${format.count(chunkIndex)}`}>
      <section className={details.section}>
        <KeyValueList
          entries={[
            { label: 'Plain', value: format.bytes(plainBytes) },
            { label: 'Stored', value: format.bytes(storedBytes) },
            ...(storedBytes > 0 ? [{ label: 'Ratio', value: format.times(plainBytes / storedBytes) }] : []),
            { label: 'Bytes an item', value: format.count(typesize) },
            { label: 'Filter', value: filterSentences[filter] },
            ...(blosc ? [{ label: 'Codec', value: codecSentence(blosc.codec) }] : []),
          ]}
        />
      </section>
      <section className={details.section}>
        <h3>Entropy, bits a byte</h3>
        <KeyValueList
          entries={[
            { label: 'As in memory', value: formatDecimals(plainEntropy, 2) },
            { label: 'Mean of the byte planes', value: formatDecimals(mean, 2) },
          ]}
        />
      </section>
      <section className={details.section}>
        <h3>{format.countOf(streams.length, 'stream')}</h3>
        <KeyValueList
          entries={streams.map((stream, index) => ({
            label: streams.length === typesize && typesize > 1 ? `byte ${index}` : `stream ${index}`,
            value: `${format.bytes(stream.storedBytes)} of ${format.count(stream.plainBytes)}${stream.stored ? ', stored' : ''}`,
          }))}
        />
      </section>
    </DetailsSlot>
  );
}
