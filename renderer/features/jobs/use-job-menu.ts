import type { JobView } from '../../../shared/contract/jobs.js';
import { keysOf } from '../../app/commands/command-table.js';
import { useInspect } from '../../app/documents/use-documents.js';
import { useArrive } from '../../app/drop/arrivals-context.js';
import { useClient } from '../../data/client-context.js';
import type { MenuEntry } from '../../ui/menu-entry.js';
import { idsThatCan, type JobControl, pauseOrResume, removalOf } from './job-controls.js';
import { againArrival, packsOrUnpacks } from './job-words.js';
import { useJobActions } from './use-job-actions.js';

interface MenuTargets {
  /** The selected jobs. */
  readonly jobs: readonly JobView[];
  readonly onRemove: (jobs: readonly JobView[]) => void;
}

const separator: MenuEntry = { kind: 'separator' };

/** The menu of the selected jobs; entries that are possible for none of them are disabled. */
export function useJobMenu({ jobs, onRemove }: MenuTargets): readonly MenuEntry[] {
  const actions = useJobActions();
  const arrive = useArrive();
  const inspect = useInspect();
  const isWeb = useClient().downloadUrl('') !== undefined;
  const [one] = jobs.length === 1 ? jobs : [];
  const command = (label: string, onSelect: () => void, more: Partial<MenuEntry> = {}): MenuEntry => ({
    disabled: jobs.length === 0,
    ...more,
    kind: 'command',
    label,
    onSelect,
  });
  const control = (label: string, what: JobControl, keys?: string): MenuEntry =>
    command(label, () => actions.control(jobs, what), {
      disabled: idsThatCan(jobs, what).length === 0,
      ...(keys && { keys }),
    });
  const move = (label: string, by: number, keys: string | undefined): MenuEntry =>
    command(label, () => one && actions.move(one.id, by), {
      disabled: one?.state !== 'waiting',
      ...(keys && { keys }),
    });
  const isPausing = pauseOrResume(jobs) === 'pause' || idsThatCan(jobs, 'resume').length === 0;
  const arePackings = jobs.length > 0 && jobs.every(packsOrUnpacks);
  const output = one?.output;
  const outputIds = jobs.flatMap((job) => job.output?.id ?? []);
  return [
    control(isPausing ? 'Pause' : 'Resume', isPausing ? 'pause' : 'resume', keysOf('jobs.pause')),
    control('Retry', 'retry'),
    control('Skip', 'skip'),
    command('Run again with changes…', () => arrive(againArrival(jobs)), { disabled: !arePackings }),
    command(
      `${oppositeAction(jobs)} the output…`,
      () => arrive({ ids: outputIds, flipped: false, edits: { again: true } }),
      {
        disabled: outputIds.length === 0,
      },
    ),
    command('Inspect the output', () => output && inspect(output.id, output.name), { disabled: !output }),
    separator,
    command('Show in folder', () => output && actions.reveal(output), {
      disabled: !output || output.address !== undefined || isWeb,
    }),
    command('Copy as blpk command', () => one && actions.copyCommand(one, 'blpk'), { disabled: !one }),
    command('Copy as Python', () => one && actions.copyCommand(one, 'python'), { disabled: !one }),
    command('Copy error', () => one && actions.copyError(one), { disabled: !one?.error }),
    command('Copy rows with headers', () => actions.copyRows(jobs), withKeys(keysOf('jobs.copy-rows'))),
    separator,
    move('Move up', -1, keysOf('jobs.move-up')),
    move('Move down', 1, keysOf('jobs.move-down')),
    separator,
    command(removalOf(jobs).cancel.length > 0 ? 'Cancel…' : 'Remove', () => onRemove(jobs), {
      ...withKeys(keysOf('jobs.remove')),
      danger: true,
    }),
  ];
}

function withKeys(keys: string | undefined): Partial<MenuEntry> {
  return keys === undefined ? {} : { keys };
}

/** The action for the outputs of the jobs: those that are no containers are compressed, all others decompressed. */
function oppositeAction(jobs: readonly JobView[]): string {
  return jobs.length > 0 && jobs.every(({ action }) => action === 'decompress' || action === 'convert')
    ? 'Compress'
    : 'Decompress';
}
