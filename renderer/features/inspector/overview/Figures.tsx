import { Check, CircleAlert, Minus } from 'lucide-react';
import type { ReactNode } from 'react';
import type { CheckSums, ChunkSummary } from '../../../../shared/contract/inspect/chunks.js';
import { formatWhen } from '../../../format/dates.js';
import { useFormat } from '../../../format/format-context.js';
import { Icon } from '../../../ui/Icon.js';
import { useDocument } from '../model/document-context.js';
import { useVerification } from '../model/verification.js';
import styles from './overview.module.css';
import { integrityOf, integrityWords, isIncomplete, shareText } from './overview-words.js';

interface FiguresProps {
  readonly summary: ChunkSummary | undefined;
}

/** The key figures. */
export function Figures({ summary }: FiguresProps) {
  const { overview } = useDocument();
  const format = useFormat();
  const { file, container, members } = overview;
  const plainBytes = overview.plainBytes ?? members?.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const checked = summary?.checked;
  const isDamaged = container?.state === 'damaged';
  const isCut = isIncomplete(overview, checked);
  return (
    <section className={styles.figures} aria-label="Key figures">
      <Figure
        label="Uncompressed"
        value={plainBytes === undefined ? '–' : format.size(plainBytes)}
        note={plainBytes === undefined ? unknownNotes[isDamaged ? 'damaged' : 'whole'] : format.bytes(plainBytes)}
      />
      {file.isFolder ? (
        <Figure label="File" value="folder" note="a store of arrays" />
      ) : (
        <Figure label="File" value={format.size(file.sizeBytes)} note={format.bytes(file.sizeBytes)} />
      )}
      {container && (
        <Figure
          label="Ratio, everything counted"
          value={plainBytes === undefined || isCut ? '–' : format.ratio(plainBytes, file.sizeBytes)}
          note={
            isCut
              ? 'the file is not complete'
              : plainBytes
                ? `${shareText(file.sizeBytes, plainBytes)} of the original`
                : ''
          }
        />
      )}
      {overview.chunks && <ChunksFigure summary={summary} plainBytes={plainBytes ?? 0} />}
      {container && <IntegrityFigure checksum={container.checksum} checked={checked} isDamaged={isDamaged} />}
    </section>
  );
}

/** Of an array of another format: other arrays and metadata of the file do not count. */
function ChunksFigure({ summary, plainBytes }: FiguresProps & { readonly plainBytes: number }) {
  const format = useFormat();
  if (summary?.basis.kind !== 'all') return <Figure label="Ratio of the chunks" value="–" note="" />;
  return (
    <Figure
      label="Ratio of the chunks"
      value={format.ratio(plainBytes, summary.storedBytes)}
      note={`${format.bytes(summary.storedBytes)} stored`}
    />
  );
}

const unknownNotes = { damaged: 'cannot be determined', whole: 'not recorded: the writer did not know' };

interface FigureProps {
  readonly label: string;
  readonly value: ReactNode;
  readonly note: string;
}

function Figure({ label, value, note }: FigureProps) {
  return (
    <div>
      <div className="micro">{label}</div>
      <div className={styles.figure}>{value}</div>
      <div className="micro">{note}</div>
    </div>
  );
}

const icons = { verified: Check, damaged: CircleAlert, partly: Minus, unchecked: Minus };

interface IntegrityProps {
  readonly checksum: string;
  readonly checked: CheckSums | undefined;
  /** Also where the chunks are intact: the header or the metadata can be damaged. */
  readonly isDamaged: boolean;
}

function IntegrityFigure({ checksum, checked, isDamaged }: IntegrityProps) {
  const format = useFormat();
  const { done } = useVerification();
  const ofChunks = checked ? integrityOf(checked) : 'unchecked';
  const state = isDamaged && ofChunks === 'verified' ? 'damaged' : ofChunks;
  const bad = checked ? checked.mismatch + checked.unreadable : 0;
  const when = checked?.checkedMs === undefined ? '' : `, ${formatWhen(checked.checkedMs, Date.now())}`;
  const notes = {
    verified: `${format.countOf(checked?.match ?? 0, 'chunk')}${when}`,
    damaged:
      bad > 0
        ? `${format.countOf(bad, 'bad chunk')} of ${format.count(bad + (checked?.match ?? 0) + (checked?.unchecked ?? 0))}${when}`
        : `all ${format.countOf(checked?.match ?? 0, 'chunk')} are intact, see above${when}`,
    partly: `${format.countOf(checked?.match ?? 0, 'chunk')} so far${when}`,
    unchecked: 'Verify all reads every chunk',
  };
  return (
    <Figure
      label={`Integrity, ${checksum === 'None' ? 'no checksum' : checksum}`}
      value={
        <span className={styles.integrity} data-state={state}>
          <Icon of={icons[state]} size={18} />
          {done === undefined ? integrityWords[state] : format.percent(done)}
        </span>
      }
      note={done === undefined ? notes[state] : 'being checked'}
    />
  );
}
