import type { BloscFacts } from '../../../../../shared/contract/inspect/chunks.js';
import { useFormat } from '../../../../format/format-context.js';
import { KeyValueList } from '../../../../ui/KeyValueList.js';
import { Tooltip } from '../../../../ui/Tooltip.js';
import { codecSentence, filterSentences } from '../chunk-words.js';
import styles from './chunk-pane.module.css';
import { flagBits } from './stream-words.js';

interface Props {
  readonly blosc: BloscFacts;
}

/** The 16 bytes of the Blosc header of a chunk, with its flags bit by bit and their meaning. */
export function BloscHeader({ blosc }: Props) {
  const format = useFormat();
  const { flags } = blosc;
  return (
    <section className={styles.section}>
      <h3>
        Blosc header <span className="dim">16 B</span>
      </h3>
      <KeyValueList
        entries={[
          { label: 'version, versionlz', value: `${blosc.version}, ${blosc.versionlz}` },
          { label: 'typesize', value: blosc.typesize },
          { label: 'nbytes', value: format.count(blosc.nbytes) },
          { label: 'blocksize', value: format.count(blosc.blocksize) },
          { label: 'ctbytes', value: format.count(blosc.ctbytes) },
        ]}
      />
      <div className={styles.flags}>
        <span className="dim">flags</span>
        <span className="mono">0x{flags.toString(16).toUpperCase().padStart(2, '0')}</span>
        <ol className={styles.bits} aria-label="flags, bit 7 to bit 0">
          {flagBits(flags).map(({ name, bits, isSet }) => (
            <li key={name} data-set={isSet ? '' : undefined} title={name}>
              {bits}
            </li>
          ))}
        </ol>
      </div>
      <KeyValueList
        entries={[
          { label: 'Codec', value: codecSentence(blosc.codec) },
          { label: 'Blocks split', value: <SplitWords blosc={blosc} /> },
          { label: 'Filter', value: filterSentences[blosc.filter] },
          { label: 'Level', value: 'not recorded by the format' },
        ]}
      />
    </section>
  );
}

function SplitWords({ blosc: { blocksSplit } }: Props) {
  return (
    <Tooltip text="Set, the bit says that blocks are not split. bloscpack prints the bit itself as split_blocks, so its True means no.">
      <button type="button" className={styles.explained}>
        {blocksSplit ? 'yes, bit 4 is clear' : 'no, bit 4 is set'}
      </button>
    </Tooltip>
  );
}
