import { ChevronDown, Ellipsis, Pause, Play } from 'lucide-react';
import type { Settings } from '../../../shared/contract/settings.js';
import { useCommands } from '../../app/commands/command-context.js';
import { keysOf } from '../../app/commands/command-table.js';
import { useSettings } from '../../app/settings-context.js';
import { useClient } from '../../data/client-context.js';
import type { QueueLayout } from '../../data/queue/queue-layout.js';
import { isBusy } from '../../data/queue/queue-sums.js';
import { useQueueSums } from '../../data/queue/use-queue.js';
import { useFormat } from '../../format/format-context.js';
import { Button } from '../../ui/Button.js';
import { Icon } from '../../ui/Icon.js';
import { IconButton } from '../../ui/IconButton.js';
import { Menu } from '../../ui/Menu.js';
import type { MenuEntry } from '../../ui/menu-entry.js';
import { ProgressBar } from '../../ui/ProgressBar.js';
import { batchLine, batchNotes, isAllPaused, startedWords } from './batch-words.js';
import styles from './jobs.module.css';
import { useJobActions } from './use-job-actions.js';

interface Props {
  readonly layout: QueueLayout;
}

/** Progress of the whole queue, and the actions for all jobs. */
export function BatchHeader({ layout }: Props) {
  const sums = useQueueSums();
  const format = useFormat();
  const { figure, amount, speed, rest, fraction } = batchLine(sums, layout, format);
  return (
    <section className={styles.batch} aria-label="Whole queue" data-pane="">
      <div className={styles.line}>
        <span className={styles.figure}>{figure}</span>
        <span className={styles.big}>{amount}</span>
        {speed && <span className={`${styles.big} ${styles.speed}`}>{speed}</span>}
        {rest && <span className={styles.big}>{rest}</span>}
        <BatchActions layout={layout} />
      </div>
      <ProgressBar label="All jobs" size="large" fraction={fraction} state={isAllPaused(sums) ? 'paused' : 'running'} />
      <div className={styles.notes}>
        {batchNotes(layout, format).map((note) => (
          <span key={note} className="cut" title={note}>
            {note}
          </span>
        ))}
        <span className={styles.started}>{startedWords(sums, format)}</span>
      </div>
    </section>
  );
}

function BatchActions({ layout }: Props) {
  const sums = useQueueSums();
  const commands = useCommands();
  const { controlAll, exportQueue } = useJobActions();
  const { totals } = sums;
  const busy = isBusy(totals);
  const more: readonly MenuEntry[] = [
    {
      kind: 'command',
      label: 'Export the queue as CSV',
      keys: keysOf('jobs.export') ?? '',
      onSelect: () => exportQueue('csv'),
    },
    { kind: 'command', label: 'Export the queue as JSON', onSelect: () => exportQueue('json') },
    { kind: 'separator' },
    {
      kind: 'command',
      label: 'Clear finished jobs',
      disabled: layout.groups.finished.count === 0,
      onSelect: () => controlAll('clear-finished'),
    },
  ];
  return (
    <span className={styles.actions}>
      {(sums.paused || totals.paused > 0) && (
        <Button icon={Play} onClick={() => controlAll('resume')}>
          Resume all
        </Button>
      )}
      {!isAllPaused(sums) && (
        <Button icon={Pause} disabled={!busy} onClick={() => controlAll('pause')}>
          Pause all
        </Button>
      )}
      <Button kind="danger" disabled={!busy} onClick={() => commands.run('jobs.cancel-all')}>
        Cancel all…
      </Button>
      <WhenFinished />
      <Menu align="end" entries={more} trigger={<IconButton icon={Ellipsis} label="More about the queue" />} />
    </span>
  );
}

const ends = [
  { value: 'nothing', short: 'do nothing', label: 'Do nothing' },
  { value: 'notify', short: 'notify only', label: 'Notify only' },
  { value: 'reveal', short: 'show outputs', label: 'Show the outputs in their folder' },
] as const satisfies readonly {
  readonly value: Settings['whenFinished'];
  readonly short: string;
  readonly label: string;
}[];

function WhenFinished() {
  const { settings, change } = useSettings();
  const isWeb = useClient().downloadUrl('') !== undefined;
  const entries = ends
    .filter(({ value }) => !isWeb || value !== 'reveal')
    .map(
      ({ value, label }): MenuEntry => ({
        kind: 'command',
        label,
        checked: settings.whenFinished === value,
        onSelect: () => change({ whenFinished: value }),
      }),
    );
  const chosen = ends.find(({ value }) => value === settings.whenFinished);
  return (
    <Menu
      align="end"
      entries={entries}
      trigger={
        <Button className={styles.whenFinished}>
          <span className="dim">When finished:</span> {chosen?.short}
          <Icon of={ChevronDown} size={12} />
        </Button>
      }
    />
  );
}
