import type { KeyboardEvent } from 'react';
import type { FileId, FolderEntry } from '../../../shared/contract/files.js';
import { describeKeys, platformOf } from '../../format/keys.js';
import { indexAfterKey, moveToRow, selectAllRows, toggleRow } from '../../ui/list-selection.js';
import { isChoosable } from './file-browser-model.js';
import type { FolderEntryListProps } from './folder-entry-list-props.js';

/** The keys of a folder's list. */
export function useEntryKeys(props: FolderEntryListProps, ids: readonly FileId[]) {
  const { listing, what, selection, onSelection, onOpen, onConfirm } = props;
  const activeIndex = selection.active === undefined ? -1 : ids.indexOf(selection.active);
  const active = listing.entries[activeIndex];
  const parent = listing.trail.at(-2);

  const enter = (entry: FolderEntry) => {
    if (entry.isFolder) onOpen(entry.id);
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
    if (nextId !== undefined) {
      onSelection(moveToRow(selection, ids, nextId, { extend: event.shiftKey, keep: event.ctrlKey }));
    } else if (command) command();
    else return;
    event.preventDefault();
  };

  return { onKeyDown, enter };
}
