import { useQuery } from '../../../data/use-query.js';
import { useFormat } from '../../../format/format-context.js';
import { ErrorView } from '../../../ui/ErrorView.js';
import { Skeleton } from '../../../ui/Skeleton.js';
import { Cell, HeadCell, Row, Table } from '../../../ui/Table.js';
import { useChanges } from '../chunks/use-changes.js';
import { useDocument } from '../model/document-context.js';
import styles from './overview.module.css';
import { blocksText, codecText, filterText } from './overview-words.js';

/** The codecs and filters of all chunks, not just of the first. */
export function Codecs() {
  const format = useFormat();
  const { codecs, error, retry } = useCodecs();
  const basis =
    codecs?.basis.kind === 'sample'
      ? `from the headers of ${format.countOf(codecs.basis.chunks, 'chunk')} so far`
      : 'over all chunks, not just the first';
  return (
    <section className={styles.block}>
      <h2>
        Codecs <span>{basis}</span>
      </h2>
      {error && <ErrorView error={error} onRetry={retry} />}
      {!codecs && !error && <Skeleton label="Reading the headers of the chunks" lines={3} lineHeight={24} />}
      {codecs && (
        <>
          <Table className={styles.codecs}>
            <thead>
              <Row>
                <HeadCell>Chunks</HeadCell>
                <HeadCell>Codec</HeadCell>
                <HeadCell>Filter</HeadCell>
                <HeadCell numeric>Ratio</HeadCell>
              </Row>
            </thead>
            <tbody>
              {codecs.groups.map((group) => (
                <Row key={`${group.codec} ${group.filter} ${group.blocksSplit} ${group.typesize} ${group.blocksize}`}>
                  <Cell>{format.count(group.chunks)}</Cell>
                  <Cell>{codecText(group)}</Cell>
                  <Cell>{filterText(group)}</Cell>
                  <Cell numeric>{format.times(group.ratio)}</Cell>
                </Row>
              ))}
            </tbody>
          </Table>
          <p
            className="micro"
            title="Flag bit 4 set means that blocks are not split; Bloscpack's own listing calls that bit split_blocks."
          >
            {blocksText(codecs, format)}
          </p>
        </>
      )}
    </section>
  );
}

/** Codecs of the chunks whose headers were read so far. */
function useCodecs() {
  const { overview, client, version } = useDocument();
  const { document } = overview;
  const { value, error, refresh, retry } = useQuery(`${document} ${version}`, () =>
    client.call('inspect.codecs', { document }),
  );
  useChanges(['codecs', 'walk'], refresh);
  return { codecs: value, error, retry };
}
