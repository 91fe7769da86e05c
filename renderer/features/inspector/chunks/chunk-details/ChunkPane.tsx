import type { ChunkDetails, ChunkRow } from '../../../../../shared/contract/inspect/chunks.js';
import type { ContainerOverview } from '../../../../../shared/contract/inspect/document.js';
import { useFormat } from '../../../../format/format-context.js';
import { hexOffset } from '../../../../format/hex.js';
import { Button } from '../../../../ui/Button.js';
import { type KeyValue, KeyValueList } from '../../../../ui/KeyValueList.js';
import { Notice } from '../../../../ui/Notice.js';
import { StateText } from '../../../../ui/StateText.js';
import { useRepair } from '../../details/RepairProvider.js';
import { useDocument } from '../../model/document-context.js';
import { checkLabels, itemsText, rangeWords, storedWords } from '../chunk-words.js';
import type { Limits } from '../ratio-scale.js';
import { BlockBars } from './BlockBars.js';
import { BloscHeader } from './BloscHeader.js';
import styles from './chunk-pane.module.css';
import { StreamBars } from './StreamBars.js';

interface Props {
  readonly details: ChunkDetails;
  readonly limits: Limits;
  /** The block whose streams are shown. */
  readonly blockIndex: number;
  readonly onBlock: (blockIndex: number) => void;
}

/** One chunk down to the streams of its blocks. */
export function ChunkPane({ details, limits, blockIndex, onBlock }: Props) {
  const { blosc, blocks, warnings } = details;
  const block = blocks[blockIndex] ?? blocks[0];
  return (
    <>
      <section className={styles.section}>
        <ChunkFacts details={details} />
        <DamageNotice details={details} />
        {warnings
          .filter((warning) => !isShown(warning, details))
          .map((warning) => (
            <Notice key={warning} tone="warn" title="Worth knowing">
              {warning}
            </Notice>
          ))}
      </section>
      {blosc && <BloscHeader blosc={blosc} />}
      {blocks.length > 0 && (
        <BlockBars blocks={blocks} selected={block?.blockIndex} limits={limits} onSelect={onBlock} />
      )}
      {block && blosc && <StreamBars chunkIndex={details.row.chunkIndex} block={block} blosc={blosc} limits={limits} />}
    </>
  );
}

function withoutDigest(digestBytes: number | undefined): string {
  return digestBytes === 0 ? 'not stored' : 'could not be read';
}

/** The damage notice contains the warning. */
function isShown(warning: string, { row }: ChunkDetails): boolean {
  return row.problem !== undefined && warning.startsWith(row.problem);
}

function ChunkFacts({ details: { row, rows, items, elements, plainRange, digest } }: Pick<Props, 'details'>) {
  const format = useFormat();
  const { overview } = useDocument();
  const hasColumns = (overview.array?.shape.length ?? 0) > 1;
  return (
    <KeyValueList
      entries={[
        ...(rows ? [{ label: 'Rows', value: `${rangeWords(rows)}${hasColumns ? ', all columns' : ''}` }] : []),
        ...(items ? [{ label: 'Items', value: itemsText(items), mono: true }] : []),
        ...(items ? [] : [rangeFact(elements, plainRange)]),
        ...(row.file ? [{ label: 'File', value: row.file.name, mono: true }] : []),
        ...(row.headless === 'missing' ? [] : [{ label: 'Offset', value: <Offset row={row} /> }]),
        { label: 'Stored', value: storedWords(row, format) },
        ...(row.headless === 'missing'
          ? []
          : [{ label: 'Ratio', value: <span className="strong">{format.times(row.ratio)}</span> }]),
        ...(overview.container ? [digestFact(overview.container, row, digest)] : []),
      ]}
    />
  );
}

function rangeFact(elements: ChunkDetails['elements'], plainRange: ChunkDetails['plainRange']): KeyValue {
  return elements
    ? { label: 'Items', value: rangeWords(elements) }
    : { label: 'Plain bytes', value: rangeWords(plainRange) };
}

/** In the file that the chunk is in. */
function Offset({ row: { offsetBytes, file } }: { readonly row: ChunkRow }) {
  const format = useFormat();
  const startByte = file?.startByte ?? offsetBytes;
  return (
    <>
      {format.count(startByte)} <span className="dim mono">{hexOffset(startByte)}</span>
    </>
  );
}

function digestFact(
  { checksum, digestBytes }: ContainerOverview,
  { check }: ChunkRow,
  digest: ChunkDetails['digest'],
): KeyValue {
  return {
    label: digest?.kind ?? checksum,
    value: digest ? (
      <span className={styles.digest}>
        <span className="mono">{digest.stored}</span>
        <StateText tone={checkLabels[check].tone}>{checkLabels[check].label}</StateText>
      </span>
    ) : (
      withoutDigest(digestBytes)
    ),
  };
}

interface DamageProps {
  readonly details: ChunkDetails;
}

/** What is wrong with a chunk, which elements are affected, and a button to repair the file. Nothing for intact chunks. */
function DamageNotice({ details: { row, digest, elements, items, rows } }: DamageProps) {
  const repair = useRepair();
  const isMismatch = digest?.computed !== undefined && digest.computed !== digest.stored;
  if (!isMismatch && row.check !== 'unreadable' && row.check !== 'mismatch') return null;
  return (
    <Notice tone="bad" title={isMismatch ? 'Checksum mismatch' : 'Unreadable chunk'}>
      {isMismatch ? 'The chunk differs from what was written: its bytes have another checksum.' : row.problem}
      <div className={styles.damage}>
        <KeyValueList
          entries={[
            ...(digest ? [{ label: `${digest.kind} stored`, value: digest.stored, mono: true }] : []),
            ...(digest?.computed ? [{ label: 'computed', value: digest.computed, mono: true }] : []),
            ...(items ? [{ label: 'items affected', value: itemsText(items), mono: true }] : []),
            ...(elements ? [{ label: 'items affected', value: rangeWords(elements) }] : []),
            ...(rows ? [{ label: 'rows affected', value: rangeWords(rows) }] : []),
          ]}
        />
        {repair && (
          <Button size="small" onClick={repair}>
            Repair…
          </Button>
        )}
      </div>
    </Notice>
  );
}
