import { Box, ChartScatter, Info, type LucideIcon } from 'lucide-react';
import { useCommands } from '../../app/commands/command-context.js';
import type { CommandId } from '../../app/commands/command-table.js';
import { Icon } from '../../ui/Icon.js';
import styles from './home.module.css';

interface Tile {
  readonly command: CommandId;
  readonly icon: LucideIcon;
  readonly title: string;
  readonly text: string;
}

const tiles: readonly Tile[] = [
  { command: 'sample.open', icon: Box, title: 'Open the sample', text: '8 MiB, two arrays, one damaged chunk' },
  {
    command: 'go.compare',
    icon: ChartScatter,
    title: 'Compare codecs on a file',
    text: 'Measures which settings suit your data',
  },
  {
    command: 'help.bloscpack',
    icon: Info,
    title: 'What is Bloscpack?',
    text: 'Chunks, offsets and checksums on one page',
  },
];

/** Buttons for users who have no data at hand. */
export function StarterTiles() {
  const commands = useCommands();
  return (
    <nav className={styles.tiles} aria-label="Start here" data-pane="">
      {tiles.map(({ command, icon, title, text }) => (
        <button key={command} type="button" className={styles.tile} onClick={() => commands.run(command)}>
          <Icon of={icon} size={20} />
          <b>{title}</b>
          <span>{text}</span>
        </button>
      ))}
    </nav>
  );
}
