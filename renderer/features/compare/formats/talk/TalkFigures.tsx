import { Download } from 'lucide-react';
import { useMemo, useState } from 'react';
import { durationWords, ratioWords } from '../../../../../shared/compare/words.js';
import type { TalkPage } from '../../../../../shared/contract/compare.js';
import { saveBlob, toCsv } from '../../../../app/files/save-files.js';
import { Button } from '../../../../ui/Button.js';
import { Card } from '../../../../ui/Card.js';
import { Select } from '../../../../ui/Select.js';
import { Cell, HeadCell, Row, Table } from '../../../../ui/Table.js';
import { TextField } from '../../../../ui/TextField.js';
import styles from '../formats.module.css';
import { STORAGE_WORDS, speedUp, type TalkFilter, type TalkRow, talkAxes, talkRows, talkTable } from './talk-model.js';

const SIZE_WORDS: Readonly<Record<string, string>> = { small: '1 MB', mid: '10 MB', large: '100 MB' };
const PAIRS = ['write', 'read', 'cold'] as const;
const HEADS = { write: 'Write', read: 'Read, warm', cold: 'Read, cold' } as const;

/** Published and measured figures side by side, for one size, storage and data set. */
export function TalkFigures({ page }: { readonly page: TalkPage }) {
  const axes = useMemo(() => talkAxes(page), [page]);
  const [filter, setFilter] = useState<TalkFilter>({
    size: axes.sizes.at(-1) ?? '',
    storage: axes.storages.find((name) => name === 'ephemeral') ?? axes.storages[0] ?? '',
    dataset: axes.datasets[0] ?? '',
    text: '',
  });
  const rows = useMemo(() => talkRows(page, filter), [page, filter]);
  const select = (name: 'size' | 'storage' | 'dataset', label: string, values: readonly string[], words = plain) => (
    <Select
      aria-label={label}
      size="small"
      value={filter[name]}
      options={values.map((value) => ({ value, label: words[value] ?? value }))}
      onChange={(value) => setFilter({ ...filter, [name]: value })}
    />
  );
  const save = () => {
    const table = talkTable(rows);
    saveBlob(
      new Blob([toCsv(table.heads, table.rows)], { type: 'text/csv' }),
      `benchmark-2014-${filter.dataset}-${filter.size}.csv`,
    );
  };
  return (
    <Card
      title="Figures"
      subtitle={`${rows.length} entries`}
      actions={
        <span className={styles.filters}>
          {select('dataset', 'Data set', axes.datasets)}
          {select('size', 'Size', axes.sizes, SIZE_WORDS)}
          {select('storage', 'Storage', axes.storages, STORAGE_WORDS)}
          <TextField
            aria-label="Filter formats"
            placeholder="Filter formats"
            size="small"
            value={filter.text}
            onChange={(text) => setFilter({ ...filter, text })}
          />
          <Button size="small" icon={Download} onClick={save}>
            Save CSV
          </Button>
        </span>
      }
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className={styles.tall} tabIndex={0} aria-label="Figures, scrolls">
        <Table dense aria-label={`Figures of 2014 and here, ${filter.dataset}, ${filter.size}`}>
          <thead>
            <tr>
              <HeadCell>Format</HeadCell>
              <HeadCell numeric>Level</HeadCell>
              {PAIRS.map((pair) => (
                <HeadCell key={pair} numeric>
                  {HEADS[pair]}: 2014 → here
                </HeadCell>
              ))}
              <HeadCell numeric>Ratio: 2014 → here</HeadCell>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Figures key={row.key} row={row} />
            ))}
          </tbody>
        </Table>
      </section>
    </Card>
  );
}

const plain: Readonly<Record<string, string>> = {};

function Figures({ row }: { readonly row: TalkRow }) {
  const { contender, level, published, measured, failed } = row;
  return (
    <Row className={failed === undefined ? undefined : styles.failed} title={failed}>
      <Cell>
        <span className="mono">{contender}</span>
        {failed !== undefined && ` failed: ${failed}`}
      </Cell>
      <Cell numeric>{level > 0 ? level : '–'}</Cell>
      {PAIRS.map((pair) => (
        <Cell key={pair} numeric>
          <Pair published={published?.[pair]} measured={measured?.[pair]} />
        </Cell>
      ))}
      <Cell numeric>
        {published ? ratioWords(published.ratio) : '–'} → {measured ? ratioWords(measured.ratio) : '–'}
      </Cell>
    </Row>
  );
}

/** A published and a measured time, with their factor. */
function Pair({
  published,
  measured,
}: {
  readonly published: number | undefined;
  readonly measured: number | undefined;
}) {
  const factor = speedUp(published, measured);
  const words = (seconds: number | undefined) => (seconds === undefined ? '–' : durationWords(seconds));
  return (
    <>
      {words(published)} → {words(measured)}
      {factor !== undefined && (
        <span className={factor >= 1 ? styles.better : styles.worse}>
          {' '}
          {factor >= 1 ? `${factor.toFixed(1)}× faster` : `${(1 / factor).toFixed(1)}× slower`}
        </span>
      )}
    </>
  );
}
