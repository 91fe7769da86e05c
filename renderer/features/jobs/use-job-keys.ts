import type { KeyboardEvent } from 'react';
import type { JobView } from '../../../shared/contract/jobs.js';
import { keysOf } from '../../app/commands/command-table.js';
import type { QueueLayout } from '../../data/queue/queue-layout.js';
import { useQueueStore } from '../../data/queue/use-queue.js';
import { describeKeys, platformOf } from '../../format/keys.js';
import { pauseOrResume } from './job-controls.js';
import { useJobActions } from './use-job-actions.js';
import { activeRow, type RowSelection } from './use-row-selection.js';

interface KeyTargets {
  readonly rows: RowSelection;
  readonly layout: QueueLayout;
  readonly selectedJobs: () => readonly JobView[];
  readonly onRemove: (jobs: readonly JobView[]) => void;
  readonly onDetails: () => void;
  readonly scrollTo: (index: number) => void;
}

/** Handles the keys of the list, which the table of commands lists. Keys on a button in a row are left to the button. */
export function useJobKeys({ rows, layout, selectedJobs, onRemove, onDetails, scrollTo }: KeyTargets) {
  const store = useQueueStore();
  const actions = useJobActions();
  const active = activeRow(layout.rows, rows.selection.active);
  const toggle = () => active?.kind === 'group' && store.toggleGroup(active.group);
  const move = (by: number) => active?.kind === 'job' && active.group === 'waiting' && actions.move(active.id, by);
  const bindings = new Map<string | undefined, () => void>([
    [keysOf('jobs.pause'), () => (active?.kind === 'group' ? toggle() : toggleRunning())],
    [keysOf('jobs.remove'), () => onRemove(selectedJobs())],
    [keysOf('jobs.details'), () => (active?.kind === 'group' ? toggle() : onDetails())],
    [keysOf('jobs.move-up'), () => move(-1)],
    [keysOf('jobs.move-down'), () => move(1)],
    [keysOf('jobs.copy-rows'), () => actions.copyRows(selectedJobs())],
    ['Left', () => active?.kind === 'group' && active.isOpen && toggle()],
    ['Right', () => active?.kind === 'group' && !active.isOpen && toggle()],
  ]);
  const toggleRunning = () => actions.control(selectedJobs(), pauseOrResume(selectedJobs()));
  return (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.target !== event.currentTarget) return;
    const bound = bindings.get(describeKeys(event, platformOf(navigator.platform)));
    if (bound) bound();
    else if (event.altKey || !moveRow(event)) return;
    event.preventDefault();
  };

  function moveRow({ key, shiftKey, ctrlKey, metaKey }: KeyboardEvent): boolean {
    const index = rows.moveByKey(key, { extend: shiftKey, keep: ctrlKey || metaKey });
    if (index !== undefined) scrollTo(index);
    return index !== undefined;
  }
}
