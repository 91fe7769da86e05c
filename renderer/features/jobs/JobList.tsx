import { type DragEvent, type KeyboardEvent, type MouseEvent, useCallback, useId, useRef, useState } from 'react';
import type { JobView } from '../../../shared/contract/jobs.js';
import { useEscape } from '../../app/escape-context.js';
import { useClient } from '../../data/client-context.js';
import type { QueueLayout } from '../../data/queue/queue-layout.js';
import type { QueueRow, QueueRows } from '../../data/queue/queue-rows.js';
import { useQueueStore } from '../../data/queue/use-queue.js';
import { ContextMenu } from '../../ui/ContextMenu.js';
import { GridHead, GridHeadRow } from '../../ui/GridParts.js';
import { VirtualList, type VirtualListHandle } from '../../ui/VirtualList.js';
import { GroupCells } from './GroupCells.js';
import { JobRow } from './JobRow.js';
import styles from './job-list.module.css';
import { useJobActions } from './use-job-actions.js';
import { useJobKeys } from './use-job-keys.js';
import { useJobMenu } from './use-job-menu.js';
import { activeRow, type RowSelection } from './use-row-selection.js';

interface Props {
  readonly layout: QueueLayout;
  readonly rows: RowSelection;
  /** Removes jobs; running ones are cancelled after a question. */
  readonly onRemove: (jobs: readonly JobView[]) => void;
  readonly onDetails: () => void;
}

/** All jobs in their groups: one Tab stop for the list, then the buttons of the active row; arrow keys change the row. */
export function JobList({ layout, rows, onRemove, onDetails }: Props) {
  const store = useQueueStore();
  const listId = useId();
  const handle = useRef<VirtualListHandle>(null);
  const { selection } = rows;
  const selectedJobs = () => store.pick(selection.selected);
  const active = activeRow(layout.rows, selection.active);
  const onKeyDown = useJobKeys({
    rows,
    layout,
    selectedJobs,
    onRemove,
    onDetails,
    scrollTo: (index) => handle.current?.scrollTo(index),
  });
  const [isMenuOpen, setIsMenuOpen] = useState(false);
  // Computed when the menu opens, because a job's state can change without a render of the list.
  const entries = useJobMenu({ jobs: isMenuOpen ? selectedJobs() : [], onRemove });
  const pointer = usePointer(layout.rows, rows);
  useEscape(selection.selected.size > 0, rows.clear);
  const { first, end } = layout.rows.jobsOf('attention');
  const rowHeight = useCallback((index: number) => (index >= first && index < end ? 56 : 28), [first, end]);
  const rowProps = (index: number) => {
    const row = layout.rows.at(index);
    if (!row) return {};
    return {
      id: `${listId}-${row.id}`,
      'aria-selected': selection.selected.has(row.id),
      'data-active': row.id === selection.active ? '' : undefined,
      'data-job': row.kind === 'job' ? '' : undefined,
      draggable: row.kind === 'job' && (row.group === 'finished' || row.group === 'waiting'),
    };
  };
  return (
    <ContextMenu entries={entries} onOpenChange={setIsMenuOpen}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the rows' clicks in one place; their keys are the grid's */}
      <div
        className={styles.list}
        data-pane=""
        onClick={pointer.onClick}
        onContextMenu={pointer.onContextMenu}
        onDragStart={pointer.onDragStart}
        onDragOver={pointer.onDragOver}
        onDrop={pointer.onDrop}
        onKeyDown={(event: KeyboardEvent) => openMenuByKey(event, `${listId}-${selection.active}`)}
      >
        <VirtualList
          ref={handle}
          kind="grid"
          label="Jobs"
          count={layout.rows.length}
          rowHeight={rowHeight}
          rowKey={(index) => layout.rows.at(index)?.id ?? ''}
          rowProps={rowProps}
          renderRow={(index) => <RowCells row={layout.rows.at(index)} layout={layout} active={active?.id} />}
          header={<JobHeads />}
          tabIndex={0}
          multiselectable
          activeId={active && `${listId}-${active.id}`}
          onKeyDown={onKeyDown}
        />
      </div>
    </ContextMenu>
  );
}

interface RowCellsProps {
  readonly row: QueueRow | undefined;
  readonly layout: QueueLayout;
  readonly active: string | undefined;
}

function RowCells({ row, layout, active }: RowCellsProps) {
  if (!row) return null;
  const isActive = row.id === active;
  if (row.kind === 'job') return <JobRow id={row.id} isNext={row.isNext} isActive={isActive} />;
  return <GroupCells group={row.group} sums={layout.groups[row.group]} isOpen={row.isOpen} isActive={isActive} />;
}

/** Marks the drag of a row of the list, as opposed to files. */
const jobType = 'application/x-bloscpack-job';

function isWaiting(row: QueueRow | undefined): boolean {
  return row?.kind === 'job' && row.group === 'waiting';
}

/** Mouse handlers of the list. They find the row from the target of the event. */
function usePointer(listed: QueueRows, rows: RowSelection) {
  const actions = useJobActions();
  const client = useClient();
  const store = useQueueStore();
  const rowAt = ({ target }: { readonly target: EventTarget }) => {
    const element = target instanceof Element ? target.closest<HTMLElement>('[data-index]') : null;
    return element ? listed.at(Number(element.dataset.index)) : undefined;
  };
  return {
    onClick(event: MouseEvent) {
      const row = rowAt(event);
      if (row) rows.click(row.id, { extend: event.shiftKey, keep: event.ctrlKey || event.metaKey });
    },
    onContextMenu(event: MouseEvent) {
      const row = rowAt(event);
      if (row && !rows.selection.selected.has(row.id)) rows.click(row.id, {});
    },
    /** Waiting rows are dragged to another place among the waiting ones. */
    onDragOver(event: DragEvent) {
      if (event.dataTransfer.types.includes(jobType) && isWaiting(rowAt(event))) event.preventDefault();
    },
    onDrop(event: DragEvent) {
      const id = event.dataTransfer.getData(jobType);
      const target = rowAt(event);
      const from = listed.indexOf(id);
      if (!target || !isWaiting(target) || !isWaiting(listed.at(from))) return;
      const to = listed.indexOf(target.id);
      event.preventDefault();
      if (from !== to) actions.move(id, to - from);
    },
    onDragStart(event: DragEvent) {
      const row = rowAt(event);
      if (row && isWaiting(row)) {
        event.dataTransfer.setData(jobType, row.id);
        event.dataTransfer.effectAllowed = 'move';
        return;
      }
      const output = store.job(rowAt(event)?.id)?.output;
      if (!output || output.address !== undefined) return event.preventDefault();
      const url = client.downloadUrl(output.id);
      if (url !== undefined) {
        const address = new URL(url, location.href).href;
        event.dataTransfer.setData('DownloadURL', `application/octet-stream:${output.name}:${address}`);
        return;
      }
      // In Electron the system's drag replaces the page's.
      event.preventDefault();
      client.dragOut(output.id);
    },
  };
}

/** The menu key opens the menu at the active row, not in the middle of the list. */
function openMenuByKey(event: KeyboardEvent, rowId: string): void {
  const isMenuKey = event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey);
  const row = isMenuKey ? document.getElementById(rowId) : null;
  if (!row) return;
  event.preventDefault();
  const { left, bottom } = row.getBoundingClientRect();
  row.dispatchEvent(
    new window.MouseEvent('contextmenu', { bubbles: true, cancelable: true, clientX: left + 24, clientY: bottom }),
  );
}

const heads = ['State', 'File', 'In', 'Out', 'Ratio', 'Speed', 'Progress, output', 'Time'] as const;
const numeric: ReadonlySet<string> = new Set(['In', 'Out', 'Ratio', 'Speed', 'Time']);

/** The column headers. */
function JobHeads() {
  return (
    <GridHeadRow className={styles.head}>
      {heads.map((head) => (
        <GridHead key={head} data-numeric={numeric.has(head) ? '' : undefined}>
          {head}
        </GridHead>
      ))}
    </GridHeadRow>
  );
}
