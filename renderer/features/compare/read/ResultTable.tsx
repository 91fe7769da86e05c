import { Columns3 } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useMemo, useState } from 'react';
import { settingWords } from '../../../../shared/compare/setting.js';
import { type Pins, pinAsA, pinAsB, pinOf } from '../../../app/comparison/pins.js';
import { IconButton } from '../../../ui/IconButton.js';
import { Menu } from '../../../ui/Menu.js';
import { StateText } from '../../../ui/StateText.js';
import { Cell, HeadCell, Row, Table } from '../../../ui/Table.js';
import { TextField } from '../../../ui/TextField.js';
import { codecColour, FilterMark } from '../charts/Mark.js';
import type { ReadModel, ReadRow } from '../model/read-model.js';
import { PinBadge } from './AbPanel.js';
import { type Column, type ColumnName, columnsOf, filterRows, type Sorting, sortRows } from './columns.js';
import { RepeatStrip } from './RepeatStrip.js';
import styles from './result-table.module.css';

interface Props {
  readonly model: ReadModel;
  readonly pins: Pins;
  readonly onPins: (pins: Pins) => void;
}

/** Every setting by rank; pinned ones at the top, failed ones at the end. */
export function ResultTable({ model, pins, onPins }: Props) {
  const [sorting, setSorting] = useState<Sorting>({ by: 'place', descending: false });
  const [filter, setFilter] = useState('');
  const [hidden, setHidden] = useState<ReadonlySet<ColumnName>>(new Set());
  const [open, setOpen] = useState<string>();
  const all = useMemo(() => columnsOf(model), [model]);
  const columns = all.filter(({ name }) => !hidden.has(name));
  const shown = useMemo(() => {
    const sorted = sortRows(filterRows(model.rows, filter), all, sorting);
    const pinned = [pins.a, pins.b].flatMap((key) => sorted.find((row) => row.key === key) ?? []);
    return { pinned, rest: sorted.filter((row) => !pinned.includes(row)) };
  }, [model, all, filter, sorting, pins]);
  const most = useMemo(() => mostOf(model.rows), [model]);
  const toggleSort = (by: ColumnName) =>
    setSorting((before) => ({ by, descending: before.by === by ? !before.descending : false }));
  const row = (item: ReadRow, isLastPin: boolean) => (
    <ResultRow
      key={item.key}
      row={item}
      columns={columns}
      most={most}
      pins={pins}
      onPins={onPins}
      isLastPin={isLastPin}
      isOpen={open === item.key}
      onOpen={() => setOpen((before) => (before === item.key ? undefined : item.key))}
    />
  );
  return (
    <section className={styles.card} aria-label="Results" data-pane="">
      <div className={styles.tools}>
        <h2>Results</h2>
        <TextField
          aria-label="Filter results"
          className={styles.filter}
          size="small"
          placeholder="Filter: lz4 bit, frontier"
          value={filter}
          onChange={setFilter}
        />
        <span className="dim">
          {shown.pinned.length + shown.rest.length} of {model.rows.length}
        </span>
        <Menu
          align="end"
          trigger={<IconButton icon={Columns3} label="Columns" size="small" />}
          entries={all.map(({ name, label }) => ({
            kind: 'command',
            label,
            checked: !hidden.has(name),
            onSelect: () => setHidden((before) => toggled(before, name)),
          }))}
        />
      </div>
      <div className={styles.scroll}>
        <Table>
          <thead>
            <tr>
              {columns.map(({ name, label, numeric, isExtra }) => (
                <HeadCell
                  key={name}
                  numeric={numeric}
                  data-extra={isExtra ? '' : undefined}
                  {...(name !== 'pin' && name !== 'verified' && { onSort: () => toggleSort(name) })}
                  sort={sorting.by === name ? (sorting.descending ? 'descending' : 'ascending') : 'none'}
                >
                  {label}
                </HeadCell>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.pinned.map((item, at) => row(item, at === shown.pinned.length - 1))}
            {shown.rest.map((item) => row(item, false))}
            {model.failed.map(({ setting, failed }) => (
              <Row key={`failed-${settingWords(setting)}-${failed.kind}`} className={styles.failed}>
                <Cell colSpan={columns.length}>
                  <StateText tone="bad">
                    {settingWords(setting, model.axes)}: {failed.reason} Left out of charts and advice.
                  </StateText>
                </Cell>
              </Row>
            ))}
          </tbody>
        </Table>
      </div>
    </section>
  );
}

interface Most {
  readonly ratio: number;
  readonly compress: number;
  readonly decompress: number;
}

/** The values of full bars: the largest without the plain copy, which would make all other bars short. */
function mostOf(rows: readonly ReadRow[]): Most {
  const results = rows.filter(({ isCopy }) => !isCopy).map(({ result }) => result);
  const largest = (values: readonly number[]) => Math.max(1e-9, ...values);
  return {
    ratio: largest(results.map(({ ratio }) => ratio)),
    compress: largest(results.map(({ compress }) => compress.median)),
    decompress: largest(results.map(({ decompress }) => decompress.median)),
  };
}

function toggled<T>(set: ReadonlySet<T>, item: T): ReadonlySet<T> {
  const next = new Set(set);
  if (!next.delete(item)) next.add(item);
  return next;
}

interface RowProps {
  readonly row: ReadRow;
  readonly columns: readonly Column[];
  readonly most: Most;
  readonly pins: Pins;
  readonly onPins: (pins: Pins) => void;
  readonly isLastPin: boolean;
  readonly isOpen: boolean;
  readonly onOpen: () => void;
}

function ResultRow({ row, columns, most, pins, onPins, isLastPin, isOpen, onOpen }: RowProps) {
  const letter = pinOf(pins, row.key);
  const onKeyDown = (event: KeyboardEvent<HTMLTableRowElement>) => {
    if (event.target !== event.currentTarget) return;
    if (PIN_KEYS.has(event.key)) onPins(isForB(event) ? pinAsB(pins, row.key) : pinAsA(pins, row.key));
    else if (event.key === 'Enter') onOpen();
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') neighbour(event.currentTarget, event.key)?.focus();
    else return;
    event.preventDefault();
  };
  return (
    <>
      <Row
        id={`row-${row.key}`}
        tabIndex={0}
        selected={letter === 'A' || pins.active === row.key}
        className={isLastPin ? styles.lastPin : undefined}
        onKeyDown={onKeyDown}
        // Shift-click pins a row; by default the browser would select text.
        onMouseDown={(event) => event.shiftKey && event.preventDefault()}
        onClick={(event) => onPins(event.shiftKey ? pinAsB(pins, row.key) : { ...pins, active: row.key })}
        onDoubleClick={onOpen}
      >
        {columns.map((column) => (
          <Cell key={column.name} numeric={column.numeric} data-extra={column.isExtra ? '' : undefined}>
            {cellOf(column, row, letter, most)}
          </Cell>
        ))}
      </Row>
      {isOpen && (
        <tr>
          <td colSpan={columns.length} className={styles.details}>
            <RepeatStrip row={row} />
          </td>
        </tr>
      )}
    </>
  );
}

const PIN_KEYS: ReadonlySet<string> = new Set([' ', '1', '2']);

function isForB({ key, shiftKey }: KeyboardEvent): boolean {
  return key === '2' || (key === ' ' && shiftKey);
}

function neighbour(row: HTMLTableRowElement, key: string): HTMLElement | undefined {
  const rows = [...(row.parentElement?.querySelectorAll<HTMLElement>('tr[tabindex]') ?? [])];
  return rows[rows.indexOf(row) + (key === 'ArrowDown' ? 1 : -1)];
}

function cellOf(column: Column, row: ReadRow, letter: 'A' | 'B' | undefined, most: Most): ReactNode {
  const { result, isCopy } = row;
  const colour = codecColour(result.setting.codec);
  const text = column.text(row);
  switch (column.name) {
    case 'place':
      return <span className="dim">{text}</span>;
    case 'pin':
      return letter ? <PinBadge letter={letter} /> : null;
    case 'codec':
      return (
        <span className={styles.codec}>
          <i style={{ background: colour }} />
          {text}
        </span>
      );
    case 'filter':
      return (
        <span className={styles.codec}>
          {!isCopy && <FilterMark shuffle={result.setting.shuffle} colour={colour} />}
          {text}
        </span>
      );
    case 'ratio':
      return <RatioCell row={row} share={result.ratio / most.ratio} colour={colour} />;
    case 'compress':
    case 'decompress':
      return (
        <Bar
          share={result[column.name].median / most[column.name]}
          colour="var(--axis)"
          dim={result.flags.includes('tiny')}
        >
          {text}
        </Bar>
      );
    case 'total':
      return <b className="strong">{text}</b>;
    case 'verified':
      return <Verified row={row} />;
    default:
      return text;
  }
}

function RatioCell({ row, share, colour }: { readonly row: ReadRow; readonly share: number; readonly colour: string }) {
  const { ratio, ratioLow, ratioHigh } = row.result;
  return (
    <Bar share={share} colour={colour} wide>
      {ratio.toFixed(2)}
      {ratioHigh - ratioLow >= 0.01 && (
        <span className="dim">
          {' '}
          {ratioLow.toFixed(2)}–{ratioHigh.toFixed(2)}
        </span>
      )}
    </Bar>
  );
}

function Verified({ row }: { readonly row: ReadRow }) {
  const { flags } = row.result;
  const caution = (['busy', 'drift', 'unstable'] as const).find((flag) => flags.includes(flag));
  if (caution !== undefined) {
    return (
      <span title={`The round trip is exact; the speeds: ${flags.join(', ')}`}>
        <StateText tone="warn">exact, {caution}</StateText>
      </span>
    );
  }
  return <StateText tone="ok">exact</StateText>;
}

interface BarProps {
  readonly share: number;
  readonly colour: string;
  readonly wide?: boolean;
  readonly dim?: boolean;
  readonly children: ReactNode;
}

function Bar({ share, colour, wide, dim, children }: BarProps) {
  return (
    <span className={dim ? styles.dimmed : undefined}>
      <span className={styles.bar} aria-hidden="true">
        <i style={{ width: `${Math.min(100, 100 * share)}%`, background: colour }} />
      </span>
      <span className={styles.barNumber} data-wide={wide ? '' : undefined}>
        {children}
      </span>
    </span>
  );
}
