import { Download, Info, Search, Upload } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useCommand } from '../../app/commands/command-context.js';
import { keysOf } from '../../app/commands/command-table.js';
import { Icon } from '../../ui/Icon.js';
import { Kbd } from '../../ui/Kbd.js';
import { TextField } from '../../ui/TextField.js';
import type { OptionGroup } from './option-group.js';
import styles from './settings.module.css';
import { useSettingsFile } from './use-settings-file.js';

interface Props {
  readonly groups: readonly OptionGroup[];
  /** Id of the group in view. */
  readonly current: string | undefined;
  readonly text: string;
  readonly onText: (text: string) => void;
}

/** Search, links to the groups, import and export. */
export function SettingsNav({ groups, current, text, onText }: Props) {
  const nav = useRef<HTMLElement>(null);
  const search = useRef<HTMLInputElement>(null);
  useCommand('settings.search', () => search.current?.select());
  // In narrow windows the groups are one line that scrolls.
  useEffect(() => {
    if (current === undefined) return;
    nav.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [current]);
  const { exportFile, importFile } = useSettingsFile();
  const entries = [...groups, { id: 'about', title: 'About', icon: Info }];
  return (
    <nav ref={nav} className={styles.nav} aria-label="Settings groups" data-pane="">
      <TextField
        ref={search}
        type="search"
        size="small"
        icon={Search}
        aria-label="Search settings"
        placeholder="Search settings"
        value={text}
        onChange={onText}
        after={<Kbd keys={keysOf('settings.search') ?? ''} />}
      />
      {entries.map(({ id, title, icon }) => (
        <button
          key={id}
          type="button"
          aria-current={id === current ? 'true' : undefined}
          onClick={() => document.getElementById(id)?.scrollIntoView({ block: 'start' })}
        >
          <Icon of={icon} />
          {title}
        </button>
      ))}
      <hr />
      <button type="button" onClick={importFile}>
        <Icon of={Download} /> Import settings…
      </button>
      <button type="button" onClick={exportFile}>
        <Icon of={Upload} /> Export settings
      </button>
    </nav>
  );
}
