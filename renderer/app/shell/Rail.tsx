import { useQueueSums } from '../../data/queue/use-queue.js';
import { ariaKeys, platformOf } from '../../format/keys.js';
import { Icon } from '../../ui/Icon.js';
import { useCommand } from '../commands/command-context.js';
import { type CommandId, keysOf } from '../commands/command-table.js';
import { useNavigation } from '../navigation-context.js';
import { placeTitles } from '../place.js';
import { type Destination, destinations } from './destinations.js';
import styles from './shell.module.css';

/** The buttons that show each place. */
export function Rail() {
  return (
    <nav className={styles.rail} aria-label="Main" data-pane="">
      {destinations.map((destination) => (
        <RailButton key={destination.place} {...destination} />
      ))}
    </nav>
  );
}

function RailButton({ place, icon }: Destination) {
  const navigation = useNavigation();
  const command: CommandId = `go.${place}`;
  useCommand(command, () => navigation.go(place));
  return (
    <button
      type="button"
      className={styles.railButton}
      aria-current={navigation.place === place ? 'page' : undefined}
      aria-keyshortcuts={ariaKeys(keysOf(command) ?? '', platformOf(navigator.platform))}
      onClick={() => navigation.go(place)}
    >
      <Icon of={icon} size={20} />
      {placeTitles[place]}
      {place === 'jobs' && <JobsBadge />}
    </button>
  );
}

/** The number of running and waiting jobs. */
function JobsBadge() {
  const { totals } = useQueueSums();
  const open = totals.running + totals.waiting + totals.paused;
  if (open === 0) return null;
  return (
    <span className={styles.badge}>
      {open > 999 ? '999+' : open}
      <span className="unseen"> not finished</span>
    </span>
  );
}
