import type { ChunkSummary, OutlierGroup } from '../../../../shared/contract/inspect/chunks.js';
import { formatCount } from '../../../format/counts.js';
import { useFormat } from '../../../format/format-context.js';
import { Button } from '../../../ui/Button.js';
import { Notice } from '../../../ui/Notice.js';
import { rowsPerChunk } from '../model/chunked.js';
import { useDocument } from '../model/document-context.js';
import { useSelection } from '../model/selection.js';
import { useView } from '../model/view.js';
import styles from './details.module.css';

/** Unusual facts of the file: outlying chunks, and the notices of the host. */
export function Notices({ summary }: { readonly summary: ChunkSummary | undefined }) {
  const { overview } = useDocument();
  const notices = overview.problems.filter(({ severity }) => severity === 'notice');
  const outliers = (summary?.outliers ?? []).filter(({ kind, count }) => count > 0 && kind !== 'high');
  if (notices.length + outliers.length === 0) return null;
  return (
    <div className={styles.section}>
      <h3>Worth knowing</h3>
      <div className={styles.notices}>
        {outliers.map((group) => (
          <Outliers key={group.kind} group={group} />
        ))}
        {notices.map(({ message }) => (
          <Notice key={message} tone="info" title={message} />
        ))}
      </div>
    </div>
  );
}

function Outliers({ group }: { readonly group: OutlierGroup }) {
  const format = useFormat();
  const { select } = useSelection();
  const { show } = useView();
  const { kind, count, ranges, bound } = group;
  const are = count === 1 ? 'is' : 'are';
  const titles = {
    stored: `${format.countOf(count, 'chunk')} ${are} stored uncompressed`,
    low: `${format.countOf(count, 'chunk')} compressed worse${bound === undefined ? '' : ` than ${format.times(bound)}`}`,
    high: `${format.countOf(count, 'chunk')} compressed far better`,
    bad: `${format.countOf(count, 'chunk')} ${are} damaged`,
    missing: `${format.countOf(count, 'chunk')} ${count === 1 ? 'was' : 'were'} never written`,
  };
  const { overview } = useDocument();
  const { array } = overview;
  const [[first, end] = []] = ranges;
  const perChunk = rowsPerChunk(overview);
  const lastRow = Math.min((end ?? 0) * (perChunk ?? 0), array?.shape[0] ?? 0) - 1;
  const rows =
    perChunk && ranges.length === 1
      ? `, rows ${format.count((first ?? 0) * perChunk)} to ${format.count(lastRow)}`
      : '';
  const showThem = () => {
    if (first !== undefined) select({ chunkIndex: first }, 'details');
    show('chunks');
  };
  return (
    <Notice tone={kind === 'bad' ? 'bad' : 'warn'} title={titles[kind]}>
      {rangesText(ranges)}
      {rows}.{' '}
      <Button kind="link" onClick={showThem}>
        {count === 1 ? 'Show the chunk' : 'Show the chunks'}
      </Button>
    </Notice>
  );
}

/** `Chunks 412 to 419, 1,130`, the first few. */
function rangesText(ranges: OutlierGroup['ranges']): string {
  const words = ranges
    .slice(0, 4)
    .map(([start, end]) =>
      end - start === 1 ? formatCount(start) : `${formatCount(start)} to ${formatCount(end - 1)}`,
    );
  const [only] = ranges;
  const isOne = ranges.length === 1 && only && only[1] - only[0] === 1;
  return `${isOne ? 'Chunk' : 'Chunks'} ${words.join(', ')}${ranges.length > 4 ? ' and others' : ''}`;
}
