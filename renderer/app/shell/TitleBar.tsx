import { Search } from 'lucide-react';
import { useEffect } from 'react';
import { queueFraction } from '../../data/queue/queue-sums.js';
import { useQueueSums } from '../../data/queue/use-queue.js';
import { formatPercent } from '../../format/ratios.js';
import { Icon } from '../../ui/Icon.js';
import { Kbd } from '../../ui/Kbd.js';
import { useCommands } from '../commands/command-context.js';
import { keysOf } from '../commands/command-table.js';
import { useNavigation } from '../navigation-context.js';
import { placeTitles } from '../place.js';
import { documentTitle, useSubject } from '../subject-context.js';
import styles from './shell.module.css';

/** The program's name, the shown file and the button of the command palette; in Electron also the area that drags the window. */
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

/** The program's logo: three chunks of a container, in the colours of the theme. */
function BrandMark() {
  return (
    <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">
      <rect x="1" y="1" width="16" height="5.2" rx="1.4" fill="var(--ink)" />
      <rect x="1" y="7.4" width="10.5" height="4.4" rx="1.3" fill="var(--ink-2)" />
      <rect x="1" y="13" width="6" height="4" rx="1.2" fill="var(--accent)" />
    </svg>
  );
}
