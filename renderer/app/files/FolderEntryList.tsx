import { Blocks, File as FileIcon, Folder } from 'lucide-react';
import { type KeyboardEvent, type MouseEvent, useEffect, useRef } from 'react';
import type { FileId, FolderEntry, FolderListing } from '../../../shared/contract/files.js';
import { formatWhen } from '../../format/dates.js';
import { describeKeys, platformOf } from '../../format/keys.js';
import { GridCell, GridHead, GridHeadRow } from '../../ui/GridParts.js';
import { Icon } from '../../ui/Icon.js';
import {
  clickRow,
  indexAfterKey,
  type ListSelection,
  moveToRow,
  selectAllRows,
  toggleRow,
} from '../../ui/list-selection.js';
import { SizeText } from '../../ui/SizeText.js';
import { VirtualList } from '../../ui/VirtualList.js';
import styles from './file-browser.module.css';
import { type ChooseWhat, isChoosable, typedEntry } from './file-browser-model.js';

const rowHeight = () => 28;

/**
 * The entries of a folder. Space selects, Enter opens a folder or chooses a file or store of arrays, Backspace opens the parent folder.
 */
export function FolderEntryList(props: Props) {
  const { listing, what, selection, onSelection } = props;
  const { entries } = listing;
  const ids = entries.map(({ id }) => id);
  const { onKeyDown, enter } = useEntryKeys(props, ids);
  // When a folder is opened from its row, that row is unmounted: the new list takes the focus.
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => frame.current?.querySelector<HTMLElement>('[role="grid"]')?.focus(), []);
  const rowProps = (index: number) => {
    const entry = entries[index];
    if (!entry) return {};
    return {
      id: `entry-${entry.id}`,
      'aria-selected': selection.selected.has(entry.id),
      'data-active': entry.id === selection.active ? '' : undefined,
      'data-off': isChoosable(entry, what) ? undefined : '',
      onClick: ({ shiftKey, ctrlKey, metaKey }: MouseEvent) =>
        onSelection(clickRow(selection, ids, entry.id, { extend: shiftKey, keep: ctrlKey || metaKey })),
      onDoubleClick: () => enter(entry),
    };
  };
  return (
    <div ref={frame} className={styles.frame}>
      <VirtualList
        kind="grid"
        label={`Contents of ${listing.name}`}
        className={styles.entries}
        count={entries.length}
        rowHeight={rowHeight}
        rowKey={(index) => ids[index] ?? ''}
        activeIndex={selection.active === undefined ? -1 : ids.indexOf(selection.active)}
        activeId={selection.active && `entry-${selection.active}`}
        tabIndex={0}
        multiselectable
        onKeyDown={onKeyDown}
        header={
          <GridHeadRow className={styles.head}>
            <GridHead>Name</GridHead>
            <GridHead>Size</GridHead>
            <GridHead>Modified</GridHead>
          </GridHeadRow>
        }
        rowProps={rowProps}
        renderRow={(index) => <EntryCells entry={entries[index]} />}
      />
      {entries.length === 0 && <p className={styles.nothing}>This folder is empty.</p>}
    </div>
  );
}

function EntryCells({ entry }: { readonly entry: FolderEntry | undefined }) {
  if (!entry) return null;
  return (
    <div className={styles.cells} role="presentation">
      <GridCell className={styles.name}>
        <Icon of={entry.isStore ? Blocks : entry.isFolder ? Folder : FileIcon} />
        <span className="cut">{entry.name}</span>
        {entry.isFolder && <span className="unseen">{entry.isStore ? ', store of arrays' : ', folder'}</span>}
      </GridCell>
      <GridCell>{!entry.isFolder && <SizeText sizeBytes={entry.sizeBytes} />}</GridCell>
      <GridCell>{formatWhen(entry.modifiedMs, Date.now())}</GridCell>
    </div>
  );
}

interface Props {
  readonly listing: FolderListing;
  readonly what: ChooseWhat;
  readonly selection: ListSelection;
  readonly onSelection: (selection: ListSelection) => void;
  readonly onOpen: (id: FileId) => void;
  readonly onConfirm: (ids: readonly FileId[]) => void;
}

/** Handles the keys of the list. */
function useEntryKeys(props: Props, ids: readonly FileId[]) {
  const { listing, what, selection, onSelection, onOpen, onConfirm } = props;
  const activeIndex = selection.active === undefined ? -1 : ids.indexOf(selection.active);
  const active = listing.entries[activeIndex];
  const parent = listing.trail.at(-2);

  const typeAhead = useTypeAhead();
  const enter = (entry: FolderEntry) => {
    if (entry.isFolder && !(entry.isStore && what === 'files')) onOpen(entry.id);
    else if (isChoosable(entry, what)) onConfirm([...new Set([...selection.selected, entry.id])]);
  };

  const commands: Readonly<Record<string, (() => void) | undefined>> = {
    Enter: active && (() => enter(active)),
    Space: active && (() => onSelection(toggleRow(selection, active.id))),
    Backspace: parent && (() => onOpen(parent.id)),
    'Ctrl+A': () => onSelection(selectAllRows(selection, ids)),
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const next = indexAfterKey(event.key, activeIndex, ids.length);
    const nextId = next === undefined ? undefined : ids[next];
    const command = commands[describeKeys(event, platformOf(navigator.platform))];
    const typed = typeAhead(event);
    if (nextId !== undefined) {
      onSelection(moveToRow(selection, ids, nextId, { extend: event.shiftKey, keep: event.ctrlKey }));
    } else if (typed !== undefined) {
      const entry = typedEntry(listing.entries, typed, activeIndex);
      if (entry) onSelection(moveToRow(selection, ids, entry.id, {}));
    } else if (command) command();
    else return;
    event.preventDefault();
  };

  return { onKeyDown, enter };
}

const typedWithinMs = 1000;

/** Collects the letters that are typed quickly one after the other; undefined for other keys. Space selects instead. */
function useTypeAhead(): (event: KeyboardEvent) => string | undefined {
  const typed = useRef({ text: '', atMs: 0 });
  return ({ key, ctrlKey, metaKey, altKey, timeStamp }) => {
    if (key.length !== 1 || key === ' ' || ctrlKey || metaKey || altKey) return undefined;
    const { text, atMs } = typed.current;
    typed.current = { text: timeStamp - atMs < typedWithinMs ? text + key : key, atMs: timeStamp };
    return typed.current.text;
  };
}
