import { Check, Download, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import type { Series } from '../../../../shared/compare/result.js';
import { binarySize, durationWords, ratioWords } from '../../../../shared/compare/words.js';
import { saveBlob, toCsv } from '../../../app/files/save-files.js';
import { Button } from '../../../ui/Button.js';
import { Card } from '../../../ui/Card.js';
import { Chip } from '../../../ui/Chip.js';
import { Icon } from '../../../ui/Icon.js';
import { Cell, HeadCell, Row, Table } from '../../../ui/Table.js';
import styles from './formats.module.css';
import { type FormatRow, type FormatsModel, formatsTable, type SortBy, sortedRows, TIMED } from './formats-model.js';

interface Props {
  readonly model: FormatsModel;
  readonly dataset: string;
  readonly active: string | undefined;
  readonly onActive: (key: string | undefined) => void;
}

const COLUMNS = [
  { by: 'name', head: 'Format' },
  { by: 'ratio', head: 'Ratio' },
  { by: 'stored', head: 'Stored' },
  { by: 'write', head: TIMED.write.head },
  { by: 'read', head: TIMED.read.head },
  { by: 'cold', head: TIMED.cold.head },
] as const satisfies readonly { readonly by: SortBy; readonly head: string }[];

/** Medians and spread of every format on one data set; failed formats are at the end, with the reason. */
export function FormatsTable({ model, dataset, active, onActive }: Props) {
  const [sort, setSort] = useState<{ readonly by: SortBy; readonly descending: boolean }>({
    by: 'write',
    descending: false,
  });
  const columns = COLUMNS.filter(({ by }) => by !== 'cold' || model.hasCold);
  const own = model.rows.filter((row) => row.dataset === dataset);
  const failed = model.failed.filter((row) => row.dataset === dataset);
  const sortBy = (by: SortBy) => setSort({ by, descending: sort.by === by ? !sort.descending : by === 'ratio' });
  const save = () => {
    const { heads, rows } = formatsTable(model);
    saveBlob(new Blob([toCsv(heads, rows)], { type: 'text/csv' }), 'formats-end-to-end.csv');
  };
  return (
    <Card
      title="Formats"
      subtitle={`${dataset}: ${own.length} measured${failed.length > 0 ? `, ${failed.length} failed` : ''}`}
      actions={
        <Button size="small" icon={Download} onClick={save}>
          Save CSV
        </Button>
      }
    >
      <div className={styles.scroll}>
        <Table dense aria-label={`Formats on ${dataset}`}>
          <thead>
            <tr>
              {columns.map(({ by, head }) => (
                <HeadCell
                  key={by}
                  numeric={by !== 'name'}
                  sort={sort.by === by ? (sort.descending ? 'descending' : 'ascending') : 'none'}
                  onSort={() => sortBy(by)}
                >
                  {head}
                </HeadCell>
              ))}
              <HeadCell>Verified</HeadCell>
              <HeadCell>Library</HeadCell>
            </tr>
          </thead>
          <tbody>
            {sortedRows(own, sort.by, sort.descending).map((row) => (
              <MeasuredRow
                key={row.key}
                row={row}
                hasCold={model.hasCold}
                selected={row.key === active}
                onActive={onActive}
              />
            ))}
            {failed.map(({ key, name, reason }) => (
              <Row key={key} className={styles.failed}>
                <Cell>{name}</Cell>
                <Cell colSpan={columns.length + 1}>
                  <Icon of={TriangleAlert} size={12} /> Failed: {reason}
                </Cell>
              </Row>
            ))}
          </tbody>
        </Table>
      </div>
    </Card>
  );
}

interface RowProps {
  readonly row: FormatRow;
  readonly hasCold: boolean;
  readonly selected: boolean;
  readonly onActive: Props['onActive'];
}

function MeasuredRow({ row, hasCold, selected, onActive }: RowProps) {
  const { key, name, library, ratio, storedBytes, times, colour, isUnstable } = row;
  return (
    <Row selected={selected} onClick={() => onActive(selected ? undefined : key)}>
      <Cell>
        <span className={styles.name}>
          <i style={{ borderColor: colour }} />
          {name}
          {isUnstable && <Chip tone="warn">unstable</Chip>}
        </span>
      </Cell>
      <Cell numeric>{ratioWords(ratio)}</Cell>
      <Cell numeric title={`${storedBytes.toLocaleString('en')} B`}>
        {binarySize(storedBytes)}
      </Cell>
      <TimeCell series={times.write} />
      <TimeCell series={times.read} />
      {hasCold && <TimeCell series={times.cold} />}
      <Cell>
        <span className={styles.exact}>
          <Icon of={Check} size={12} /> exact
        </span>
      </Cell>
      <Cell>
        <span className="dim">{library}</span>
      </Cell>
    </Row>
  );
}

/** The median, with first and third quartile. */
function TimeCell({ series }: { readonly series: Series | undefined }) {
  if (!series) return <Cell numeric>–</Cell>;
  const { median, q1, q3, repeats } = series;
  return (
    <Cell numeric title={`${repeats.length} repeats: ${repeats.map(durationWords).join(', ')}`}>
      {durationWords(median)}{' '}
      <span className="dim">
        ({durationWords(q1)}–{durationWords(q3)})
      </span>
    </Cell>
  );
}
