import type { ChunkSummary } from '../../../../shared/contract/inspect/chunks.js';
import { useFormat } from '../../../format/format-context.js';
import { ErrorView } from '../../../ui/ErrorView.js';
import { useChunkSummary } from '../chunks/use-chunk-summary.js';
import { NodeDetails } from '../details/NodeDetails.js';
import { WholeFile } from '../details/WholeFile.js';
import { useDocument } from '../model/document-context.js';
import { useSelection } from '../model/selection.js';
import { ByteBar } from './ByteBar.js';
import { Codecs } from './Codecs.js';
import { Figures } from './Figures.js';
import { Members } from './Members.js';
import { Metadata } from './Metadata.js';
import styles from './overview.module.css';
import { chunkingWords, leadWords } from './overview-words.js';
import { Problems } from './Problems.js';
import { RatioCourse } from './RatioCourse.js';
import { ReadAs } from './ReadAs.js';

interface Props {
  readonly tabKey: string;
}

/** What the file contains, how well it compressed, and whether it is intact. */
export function OverviewView({ tabKey }: Props) {
  const { overview } = useDocument();
  const isReadable = overview.container && overview.kind !== 'unreadable';
  return isReadable ? <ContainerPage tabKey={tabKey} /> : <PlainPage tabKey={tabKey} />;
}

function ContainerPage({ tabKey }: Props) {
  const { overview } = useDocument();
  const { summary, error, retry } = useChunkSummary();
  // The problems give the reason already.
  const isLost = error?.kind === 'format';
  return (
    <div className={styles.page}>
      <Lead />
      <Problems />
      <Figures summary={summary} />
      {error && !isLost && <ErrorView error={error} onRetry={retry} />}
      {summary && <RatioCourse summary={summary} />}
      <ByteBar overview={overview} />
      <div className={styles.two}>
        {!isLost && <Codecs />}
        <Metadata tabKey={tabKey} />
      </div>
      <ReadAs tabKey={tabKey} />
      <SelectionDetails summary={summary} />
    </div>
  );
}

function PlainPage({ tabKey }: Props) {
  const { overview } = useDocument();
  return (
    <div className={styles.page}>
      <Lead />
      <Problems />
      {overview.kind !== 'unreadable' && !overview.chunks && <Figures summary={undefined} />}
      {overview.chunks && <ArrayChunks />}
      <FileHead />
      <Members />
      <ReadAs tabKey={tabKey} />
      <SelectionDetails summary={undefined} />
    </div>
  );
}

/** The array of another format, and how well its chunks compressed. */
function ArrayChunks() {
  const { summary, error, retry } = useChunkSummary();
  return (
    <>
      <Figures summary={summary} />
      {error && <ErrorView error={error} onRetry={retry} />}
      {summary && <RatioCourse summary={summary} />}
      {!error && <Codecs />}
    </>
  );
}

function Lead() {
  const { overview } = useDocument();
  const format = useFormat();
  const chunking = chunkingWords(overview, format);
  return (
    <header className={styles.lead}>
      <h2>
        {leadWords(overview, format).map((word) => (
          <span key={word}>{word}</span>
        ))}
      </h2>
      {overview.isReadAs && <p>Read as you chose; the file itself was not changed.</p>}
      {chunking && <p>{chunking}</p>}
    </header>
  );
}

/** The details at the right of the Overview: of the selected node, or of the file. */
function SelectionDetails({ summary }: { readonly summary: ChunkSummary | undefined }) {
  const { trail } = useSelection();
  const node = trail.at(-1);
  return node ? (
    <NodeDetails node={node} section={trail.length > 1 ? trail[0] : undefined} />
  ) : (
    <WholeFile summary={summary} />
  );
}

/** The first bytes of a file whose format is not known. */
function FileHead() {
  const { head } = useDocument().overview;
  if (!head) return null;
  return (
    <section className={styles.block}>
      <h2>
        First bytes <span>{head.looksLike ? `looks like ${head.looksLike}` : 'of no known format'}</span>
      </h2>
      <pre className={styles.json}>{head.hex}</pre>
    </section>
  );
}
