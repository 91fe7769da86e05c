import type { CheckSums, ChunkSummary } from '../../../../shared/contract/inspect/chunks.js';
import type { ContainerOverview, DocumentOverview } from '../../../../shared/contract/inspect/document.js';
import { formatClock, formatWhen } from '../../../format/dates.js';
import { useFormat } from '../../../format/format-context.js';
import { KeyValueList } from '../../../ui/KeyValueList.js';
import { StateText } from '../../../ui/StateText.js';
import { useDocument } from '../model/document-context.js';
import { integrityOf, shareText } from '../overview/overview-words.js';
import { DetailsSlot } from './DetailsSlot.js';
import styles from './details.module.css';
import { Notices } from './Notices.js';

const states = {
  complete: 'complete',
  aborted: 'stopped before the end',
  'unknown-count': 'streamed, without a count',
  damaged: 'damaged',
} as const satisfies Record<ContainerOverview['state'], string>;

/** The file as a whole. */
export function WholeFile({ summary }: { readonly summary: ChunkSummary | undefined }) {
  const { overview } = useDocument();
  const { container } = overview;
  const isLost = container?.state === 'damaged' && container.reserve.offsetSlots === 0 && !container.metadata;
  return (
    <DetailsSlot title="Details" subtitle="whole file">
      <FileFactsSection overview={overview} />
      {container && !isLost && <Reserve overview={overview} container={container} />}
      {container && summary && <LastCheck checked={summary.checked} />}
      <Notices summary={summary} />
    </DetailsSlot>
  );
}

function FileFactsSection({
  overview: { file, container, kind, format: other = 'unknown' },
}: {
  readonly overview: DocumentOverview;
}) {
  const format = useFormat();
  const kinds = {
    container: '',
    npy: 'NumPy array',
    npz: 'NumPy archive',
    arrays: other,
    raw: 'plain bytes',
    unreadable: 'unknown',
  };
  return (
    <div className={styles.section}>
      <h3>File</h3>
      <KeyValueList
        entries={[
          file.address === undefined
            ? { label: 'Folder', value: file.folder }
            : { label: 'Address', value: file.address },
          ...(file.modifiedMs === undefined ? [] : [{ label: 'Modified', value: whenModified(file.modifiedMs) }]),
          { label: 'Format', value: container ? `Bloscpack, version ${container.formatVersion}` : kinds[kind] },
          ...(container
            ? [
                {
                  label: 'State',
                  value: `${states[container.state]}${container.hasOffsets ? '' : ', no offsets kept'}`,
                },
              ]
            : [{ label: 'Size', value: file.isFolder ? 'a folder' : format.bytes(file.sizeBytes) }]),
        ]}
      />
    </div>
  );
}

function whenModified(modifiedMs: number): string {
  return `${new Date(modifiedMs).toLocaleDateString('sv')} ${formatClock(modifiedMs, true)}`;
}

interface ReserveProps {
  readonly overview: DocumentOverview;
  readonly container: ContainerOverview;
}

function Reserve({ overview: { array, file }, container }: ReserveProps) {
  const format = useFormat();
  const { offsetSlots, offsetSlotsUsed, metadataRoomBytes, metadataUsedBytes, costBytes } = container.reserve;
  const maxBytes = offsetSlots * container.chunkSize;
  return (
    <div className={styles.section}>
      <h3>Reserved for growth</h3>
      <KeyValueList
        entries={[
          {
            label: 'Offset slots',
            value: container.hasOffsets
              ? `${format.count(offsetSlots - offsetSlotsUsed)} free of ${format.count(offsetSlots)}`
              : 'none are kept',
          },
          {
            label: 'Metadata room',
            value: `${format.count(metadataRoomBytes - metadataUsedBytes)} free of ${format.bytes(metadataRoomBytes)}`,
          },
          { label: 'Cost', value: `${format.bytes(costBytes)}, ${shareText(costBytes, file.sizeBytes)} of the file` },
        ]}
      />
      {container.hasOffsets && offsetSlots > offsetSlotsUsed && container.chunkSize > 0 && (
        <p className="micro">
          New {array ? 'rows' : 'bytes'} can be appended until the file holds {format.countOf(offsetSlots, 'chunk')} (
          {format.size(maxBytes)} of data).
        </p>
      )}
    </div>
  );
}

function LastCheck({ checked }: { readonly checked: CheckSums }) {
  const format = useFormat();
  const state = integrityOf(checked);
  const { match, mismatch, unreadable, unchecked, checkedMs, elapsedMs } = checked;
  const counts = [
    ['Checksums match', match],
    ['Do not match', mismatch],
    ['Cannot be read', unreadable],
    ['Not checked', unchecked],
  ] as const;
  return (
    <div className={styles.section}>
      <h3>
        Last check
        {state === 'verified' && <StateText tone="ok">passed</StateText>}
        {state === 'damaged' && <StateText tone="bad">failed</StateText>}
      </h3>
      {checkedMs === undefined ? (
        <p className="soft">Nothing was checked since the file was opened. Verify all reads every chunk.</p>
      ) : (
        <KeyValueList
          entries={[
            { label: 'When', value: formatWhen(checkedMs, Date.now()) },
            ...(elapsedMs === undefined ? [] : [{ label: 'Took', value: format.duration(elapsedMs) }]),
            ...counts.flatMap(([label, count]) => (count > 0 ? [{ label, value: format.count(count) }] : [])),
          ]}
        />
      )}
    </div>
  );
}
