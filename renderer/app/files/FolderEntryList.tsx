import { File as FileIcon, Folder } from 'lucide-react';
import { type MouseEvent, useEffect, useRef } from 'react';
import type { FolderEntry } from '../../../shared/contract/files.js';
import { formatWhen } from '../../format/dates.js';
import { GridCell, GridHead, GridHeadRow } from '../../ui/GridParts.js';
import { Icon } from '../../ui/Icon.js';
import { clickRow } from '../../ui/list-selection.js';
import { SizeText } from '../../ui/SizeText.js';
import { VirtualList } from '../../ui/VirtualList.js';
import styles from './file-browser.module.css';
import { isChoosable } from './file-browser-model.js';
import type { FolderEntryListProps } from './folder-entry-list-props.js';
import { useEntryKeys } from './use-entry-keys.js';

const rowHeight = () => 28;

/** What is in a folder. Space selects, Enter opens a folder or takes a file, Backspace goes up. */
export function FolderEntryList(props: FolderEntryListProps) {
  const { listing, what, selection, onSelection } = props;
  const { entries } = listing;
  const ids = entries.map(({ id }) => id);
  const { onKeyDown, enter } = useEntryKeys(props, ids);
  // A folder that was opened by its row takes the focus that the row had.
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
        <Icon of={entry.isFolder ? Folder : FileIcon} />
        <span className="cut">{entry.name}</span>
        {entry.isFolder && <span className="unseen">, folder</span>}
      </GridCell>
      <GridCell>{!entry.isFolder && <SizeText sizeBytes={entry.sizeBytes} />}</GridCell>
      <GridCell>{formatWhen(entry.modifiedMs, Date.now())}</GridCell>
    </div>
  );
}
