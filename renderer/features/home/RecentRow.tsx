import { Ellipsis, FileX2, Globe, Pin } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import type { RecentFile } from '../../../shared/contract/app.js';
import { useCompareRequest } from '../../app/comparison/use-compare.js';
import { useInspect } from '../../app/documents/use-documents.js';
import { useFileChooser } from '../../app/files/use-file-chooser.js';
import { kindIcons } from '../../app/intake/kind-icons.js';
import { useIntakeStore } from '../../app/intake/use-intake.js';
import { useClient } from '../../data/client-context.js';
import { formatWhen } from '../../format/dates.js';
import { useFormat } from '../../format/format-context.js';
import { ContextMenu } from '../../ui/ContextMenu.js';
import { Icon } from '../../ui/Icon.js';
import { IconButton } from '../../ui/IconButton.js';
import { Menu } from '../../ui/Menu.js';
import type { MenuEntry } from '../../ui/menu-entry.js';
import { SizeText } from '../../ui/SizeText.js';
import { StateText } from '../../ui/StateText.js';
import { Cell } from '../../ui/Table.js';
import styles from './home.module.css';

interface Props {
  readonly recent: RecentFile;
  /** The only row of the table that Tab reaches. */
  readonly isTabStop: boolean;
}

export function RecentRow({ recent, isTabStop }: Props) {
  const { id, name, folder, kind, array, sizeBytes, ratio, usedMs, pinned, missing, address } = recent;
  const format = useFormat();
  const { use, entries, remove, dialog } = useRecentActions(recent);
  const onKeyDown = (event: KeyboardEvent<HTMLTableRowElement>) => {
    if (event.target !== event.currentTarget) return;
    if (event.key === 'Enter') use();
    else if (event.key === 'Delete') remove();
    else if (!focusNeighbour(event)) return;
    event.preventDefault();
  };
  const tabIndex = isTabStop ? 0 : -1;
  return (
    <ContextMenu entries={entries}>
      <tr
        data-id={id}
        data-missing={missing ? '' : undefined}
        tabIndex={tabIndex}
        onDoubleClick={use}
        onKeyDown={onKeyDown}
        className={styles.recent}
      >
        <Cell title={address ?? `${folder}/${name}`}>
          <span className={styles.recentName}>
            <Icon of={address === undefined ? kindIcons[kind] : Globe} />
            <span className="cut">{name}</span>
            {pinned && <Icon of={Pin} size={12} />}
            {pinned && <span className="unseen">, pinned</span>}
          </span>
        </Cell>
        <Cell className={styles.hideNarrow}>
          <span className="soft">{array}</span>
        </Cell>
        <Cell numeric>
          <SizeText sizeBytes={sizeBytes} />
        </Cell>
        <Cell numeric>{ratio === undefined ? '' : format.times(ratio)}</Cell>
        <Cell>
          <LastCheck recent={recent} />
        </Cell>
        <Cell numeric className="dim">
          {formatWhen(usedMs, Date.now())}
        </Cell>
        <Cell className={styles.recentActions}>
          <Menu
            align="end"
            entries={entries}
            trigger={<IconButton icon={Ellipsis} label={`More about ${name}`} size="small" tabIndex={tabIndex} />}
          />
          {dialog}
        </Cell>
      </tr>
    </ContextMenu>
  );
}

function LastCheck({ recent: { missing, lastCheck, kind, address } }: { readonly recent: RecentFile }) {
  if (address !== undefined) return <StateText>On a server</StateText>;
  if (missing) return <StateText icon={FileX2}>File missing</StateText>;
  if (lastCheck === 'verified') return <StateText tone="ok">Verified</StateText>;
  if (lastCheck === 'damaged') return <StateText tone="bad">Damaged</StateText>;
  return <StateText>{kind === 'container' ? 'Not checked' : 'Not compressed'}</StateText>;
}

function useRecentActions({ id, name, kind, pinned, missing, address }: RecentFile) {
  const isRemote = address !== undefined;
  const isInspected = isRemote || kind === 'container';
  const client = useClient();
  const store = useIntakeStore();
  const inspect = useInspect();
  const compare = useCompareRequest();
  const add = () => void store.arrive([id]);
  const use = () => {
    if (missing) void locate();
    else if (isInspected) inspect(id, name);
    else add();
  };
  const { choose, dialog } = useFileChooser();
  /** A file that was moved: the chosen one takes its place. */
  const locate = async () => {
    const [found] = await choose('files');
    if (found === undefined) return;
    await client.call('recents.remove', { id });
    if (kind === 'container') inspect(found, name);
    else await store.arrive([found]);
  };
  // An error is shown by useUncaughtErrorToasts.
  const remove = () => void client.call('recents.remove', { id });
  const entries: readonly MenuEntry[] = [
    ...(missing ? [{ kind: 'command', label: 'Locate…', keys: 'Enter', onSelect: () => void locate() } as const] : []),
    {
      kind: 'command',
      label: 'Inspect',
      ...enterFor(isInspected && !missing),
      disabled: missing,
      onSelect: () => inspect(id, name),
    },
    { kind: 'command', label: 'Compare codecs…', disabled: missing || isRemote, onSelect: () => compare({ id }) },
    {
      kind: 'command',
      label: 'Add to the list',
      ...enterFor(!isInspected && !missing),
      disabled: missing || isRemote,
      onSelect: add,
    },
    {
      kind: 'command',
      label: pinned ? 'Unpin' : 'Pin',
      onSelect: () => void client.call('recents.pin', { id, pinned: !pinned }),
    },
    { kind: 'separator' },
    { kind: 'command', label: 'Remove from recent files', keys: 'Delete', onSelect: remove },
  ];
  return { use, remove, entries, dialog };
}

/** Enter opens containers and files on servers in the Inspector and adds other files to the list. */
function enterFor(isDefault: boolean): { readonly keys?: string } {
  return isDefault ? { keys: 'Enter' } : {};
}

/** Moves the focus to another row with arrows, Home and End. False for other keys. */
function focusNeighbour({ key, currentTarget }: KeyboardEvent<HTMLTableRowElement>): boolean {
  const rows = [...(currentTarget.parentElement?.children ?? [])];
  const index = rows.indexOf(currentTarget);
  const next = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: rows.length - 1 }[key];
  const row = next === undefined ? undefined : rows[next];
  if (row instanceof HTMLElement) row.focus();
  return next !== undefined;
}
