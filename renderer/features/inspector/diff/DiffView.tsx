import { Table2 } from 'lucide-react';
import { useId, useState } from 'react';
import type { DocumentDiff } from '../../../../shared/contract/inspect/change.js';
import type { DocumentOverview } from '../../../../shared/contract/inspect/document.js';
import { useQuery } from '../../../data/use-query.js';
import { useFormat } from '../../../format/format-context.js';
import { ErrorView } from '../../../ui/ErrorView.js';
import { IconButton } from '../../../ui/IconButton.js';
import { Skeleton } from '../../../ui/Skeleton.js';
import { Cell, HeadCell, Row, Table } from '../../../ui/Table.js';
import { NumbersDialog } from '../data/NumbersDialog.js';
import { useSavePlot } from '../data/use-save-plot.js';
import { useDocument } from '../model/document-context.js';
import { groupDigits } from '../structure/node-words.js';
import { DataDiffSection } from './DataDiffSection.js';
import styles from './diff.module.css';
import { diffPath } from './diff-path.js';

interface Props {
  readonly left: DocumentOverview;
  readonly right: DocumentOverview;
}

/** Two containers side by side: headers, metadata, sizes of the chunks, and the data where they can be compared. */
export function DiffView({ left, right }: Props) {
  const { client } = useDocument();
  const {
    value: diff,
    error,
    retry,
  } = useQuery(`${left.document} ${right.document}`, () =>
    client.call('inspect.diff', { left: left.document, right: right.document }),
  );
  if (error) return <ErrorView error={error} onRetry={retry} />;
  if (!diff) return <Skeleton label="Comparing" lines={10} />;
  return (
    <div className={styles.diff}>
      <Fields diff={diff} left={left} right={right} />
      <Sizes chunks={diff.chunks} />
      {diff.comparable ? (
        <DataDiffSection left={left.document} right={right.document} />
      ) : (
        <p className="soft">Their dtypes or shapes differ, so that the data cannot be compared value by value.</p>
      )}
    </div>
  );
}

function Fields({ diff, left, right }: Props & { readonly diff: DocumentDiff }) {
  const rows = [
    ...diff.fields,
    ...diff.metadata.map(({ path, ...sides }) => ({
      name: `metadata ${path}`,
      ...sides,
      same: sides.left === sides.right,
    })),
  ].sort((one, other) => Number(one.same) - Number(other.same));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a long list scrolls by keys too
    <section className={styles.fields} aria-label="Fields of both, what differs first" tabIndex={0}>
      <Table dense aria-label="Fields of both">
        <thead>
          <Row>
            <HeadCell>Field</HeadCell>
            <HeadCell>{left.file.name}</HeadCell>
            <HeadCell>{right.file.name}</HeadCell>
            <HeadCell>Difference</HeadCell>
          </Row>
        </thead>
        <tbody>
          {rows.map(({ name, same, ...sides }) => (
            <Row key={name} data-differs={same ? undefined : ''} className={styles.field}>
              <Cell>{name}</Cell>
              <Cell className="mono">{groupDigits(sides.left ?? '–')}</Cell>
              <Cell className="mono">{groupDigits(sides.right ?? '–')}</Cell>
              <Cell>{same ? 'same' : 'differs'}</Cell>
            </Row>
          ))}
        </tbody>
      </Table>
    </section>
  );
}

function Sizes({ chunks }: Pick<DocumentDiff, 'chunks'>) {
  const format = useFormat();
  const { left, right, differing, leftBytes, rightBytes, course, largest } = chunks;
  const title = useId();
  const save = useSavePlot();
  const [asTable, setAsTable] = useState(false);
  const perBin = Math.max(1, Math.ceil(Math.min(left, right) / Math.max(1, course.length)));
  return (
    <section aria-labelledby={title} className={styles.section}>
      <h3 id={title}>
        Sizes of the chunks{' '}
        <span className="dim">
          {format.count(left)} and {format.count(right)} chunks; {format.count(differing)} differ;{' '}
          {format.size(leftBytes)} and {format.size(rightBytes)} stored
        </span>
      </h3>
      <svg
        className={styles.course}
        viewBox="0 0 600 80"
        preserveAspectRatio="none"
        role="img"
        aria-label="Right over left along the file; the middle line is equal"
      >
        <path d="M0 40H600" />
        <path d={diffPath(course, 600, 80)} />
      </svg>
      <div className={styles.caption}>
        <p className="micro">
          Stored size, right over left, along the file; the middle is 1, the edges are the largest factor.
        </p>
        <IconButton icon={Table2} size="small" label="Show as table" onClick={() => setAsTable(true)} />
      </div>
      <NumbersDialog
        open={asTable}
        onClose={() => setAsTable(false)}
        title="Sizes of the chunks"
        heads={['From chunk', 'Right over left']}
        rows={course.map((factor, bin) => [format.count(bin * perBin), format.times(factor)])}
        onSave={() =>
          save.csv(
            'sizes',
            ['first_chunk', 'factor'],
            course.map((factor, bin) => [bin * perBin, factor]),
          )
        }
      />
      {largest.length > 0 && (
        <Table dense aria-label="Largest differences">
          <thead>
            <Row>
              <HeadCell numeric>Chunk</HeadCell>
              <HeadCell numeric>Left, B</HeadCell>
              <HeadCell numeric>Right, B</HeadCell>
            </Row>
          </thead>
          <tbody>
            {largest.slice(0, 5).map((row) => (
              <Row key={row.chunkIndex}>
                <Cell numeric>{format.count(row.chunkIndex)}</Cell>
                <Cell numeric>{format.count(row.leftBytes)}</Cell>
                <Cell numeric>{format.count(row.rightBytes)}</Cell>
              </Row>
            ))}
          </tbody>
        </Table>
      )}
    </section>
  );
}
