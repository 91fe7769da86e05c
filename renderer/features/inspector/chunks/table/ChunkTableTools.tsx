import { Download, ListFilter, Search } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { saveUrl } from '../../../../app/files/save-files.js';
import { useFormat } from '../../../../format/format-context.js';
import { Button } from '../../../../ui/Button.js';
import { TextField } from '../../../../ui/TextField.js';
import { useFailureToast } from '../../../../ui/Toasts.js';
import { useDocument } from '../../model/document-context.js';
import type { TableFacts, TableQuery } from './chunk-rows.js';
import styles from './chunk-table.module.css';

interface Props {
  readonly query: TableQuery;
  readonly onQuery: (query: TableQuery) => void;
  /** Undefined until the first rows are loaded. */
  readonly facts: TableFacts | undefined;
  readonly total: number;
}

/** The filter is applied when typing has paused for this time. */
const REST_MS = 150;

/** The filter of the table, the number of rows that pass it, and the export as CSV. */
export function ChunkTableTools({ query, onQuery, facts, total }: Props) {
  const { overview, client } = useDocument();
  const [text, setText] = useState(query.filter);
  const applied = useRef(query.filter);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    // A filter that was not typed here but set by the list of outliers.
    if (query.filter !== applied.current) setText(query.filter);
    applied.current = query.filter;
  }, [query.filter]);
  const type = (typed: string) => {
    setText(typed);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      applied.current = typed.trim();
      onQuery({ ...query, filter: applied.current });
    }, REST_MS);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  const save = () => {
    const { orderBy, descending, filter } = query;
    const table = { what: 'chunk-table', orderBy, descending, ...(filter && { filter }) } as const;
    saveUrl(client.streamUrl('inspect.export', { document: overview.document, export: table }));
  };
  const problem = facts?.filterProblem;
  return (
    <div className={styles.tools}>
      <TextField
        size="small"
        type="search"
        className={styles.filter}
        icon={ListFilter}
        aria-label="Filter chunks"
        placeholder="Filter: ratio < 1.2"
        aria-invalid={problem !== undefined}
        value={text}
        onChange={type}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || text === '') return;
          event.stopPropagation();
          type('');
        }}
      />
      <span className={`${styles.count} cut`} data-problem={problem ? '' : undefined} role="status">
        {problem ?? <CountWords query={query} facts={facts} total={total} />}
      </span>
      {facts?.isWalkWaiting && <FindAllButton />}
      <Button size="small" icon={Download} onClick={save}>
        Save as CSV
      </Button>
    </div>
  );
}

/** Where each chunk takes a request to a server, only the first ones are searched unasked. */
function FindAllButton() {
  const { overview, client } = useDocument();
  const failed = useFailureToast();
  const findAll = () => void client.call('inspect.find-chunks', { document: overview.document }).catch(failed);
  return (
    <Button size="small" icon={Search} onClick={findAll}>
      Find all chunks
    </Button>
  );
}

function CountWords({ query, facts, total }: Pick<Props, 'query' | 'facts' | 'total'>) {
  const format = useFormat();
  if (facts?.walkedChunks !== undefined) return <>{format.countOf(facts.walkedChunks, 'chunk')} found so far</>;
  if (query.filter === '' || facts === undefined) return format.countOf(total, 'chunk');
  return (
    <>
      {format.count(facts.total)} of {format.countOf(total, 'chunk')}
    </>
  );
}
