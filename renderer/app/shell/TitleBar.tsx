import { Search } from 'lucide-react';
import { useEffect } from 'react';
import { queueFraction } from '../../data/queue/queue-sums.js';
import { useQueueSums } from '../../data/queue/use-queue.js';
import { formatPercent } from '../../format/ratios.js';
import { Icon } from '../../ui/Icon.js';
import { Kbd } from '../../ui/Kbd.js';
import { useCommands } from '../commands/command-context.js';
import { keysOf } from '../commands/command-table.js';
import { documentTitle } from '../document-title.js';
import { useNavigation } from '../navigation-context.js';
import { placeTitles } from '../place.js';
import { useSubject } from '../subject-context.js';
import { BrandMark } from './BrandMark.js';
import styles from './shell.module.css';

/** Name, what is looked at, and the way to every command; in Electron also what moves the window. */
export function TitleBar() {
  const commands = useCommands();
  const { place } = useNavigation();
  const { title } = useSubject();
  const fraction = queueFraction(useQueueSums());
  const full = documentTitle(title ?? placeTitles[place], fraction);
  useEffect(() => {
    document.title = full;
  }, [full]);
  return (
    <header className={styles.titleBar}>
      <div className={styles.brand}>
        <BrandMark /> Bloscpack Studio
      </div>
      <div className={styles.document}>
        {fraction !== undefined && <b>{formatPercent(fraction)} · </b>}
        {title ? (
          <>
            {placeTitles[place]} · <b>{title}</b>
          </>
        ) : (
          <b>{placeTitles[place]}</b>
        )}
      </div>
      <div className={styles.tools}>
        <button type="button" className={styles.paletteButton} onClick={() => commands.run('palette.open')}>
          <Icon of={Search} />
          Commands
          <Kbd keys={keysOf('palette.open') ?? ''} />
        </button>
      </div>
    </header>
  );
}
