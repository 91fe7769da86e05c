import type { RequestOf } from '../../../shared/contract/calls.js';
import type { FileId, FolderEntry, FolderListing } from '../../../shared/contract/files.js';
import { countOf } from '../../format/counts.js';

export type ChooseWhat = RequestOf<'files.choose'>['what'];

/** The id of the list of roots, where the host has several. It is not a folder. */
const rootsId: FileId = 'roots';

/** Whether an entry can be chosen; folders can always be opened. */
export function isChoosable(entry: FolderEntry, what: ChooseWhat): boolean {
  return what === 'files' || entry.isFolder;
}

/** What the confirm button would choose: the selected entries, or the shown folder where a folder is wanted. */
export function choiceOf(
  listing: FolderListing | undefined,
  selected: ReadonlySet<FileId>,
  what: ChooseWhat,
): readonly FileId[] {
  const chosen = (listing?.entries ?? []).filter((entry) => selected.has(entry.id) && isChoosable(entry, what));
  if (chosen.length > 0) return (what === 'output-folder' ? chosen.slice(0, 1) : chosen).map(({ id }) => id);
  return what === 'files' || !listing || listing.id === rootsId ? [] : [listing.id];
}

const nouns = { files: 'item', folder: 'folder', 'output-folder': 'folder' } as const satisfies Record<
  ChooseWhat,
  string
>;

/** The text of the confirm button: `Add 3 items`, `Add this folder`, `Write to results`. */
export function confirmText(listing: FolderListing | undefined, choice: readonly FileId[], what: ChooseWhat): string {
  const [first] = choice;
  if (first === undefined) return what === 'output-folder' ? 'Write here' : 'Add';
  if (what === 'output-folder') {
    const entry = listing?.entries.find(({ id }) => id === first);
    return `Write to ${entry?.name ?? listing?.name}`;
  }
  return first === listing?.id ? 'Add this folder' : `Add ${countOf(choice.length, nouns[what])}`;
}

export const chooserTitles = {
  files: 'Choose files',
  folder: 'Choose a folder',
  'output-folder': 'Choose a folder for the outputs',
} as const satisfies Record<ChooseWhat, string>;

/** Which entries of a folder are listed, and in which order. */
export interface EntryView {
  readonly text: string;
  readonly order: (typeof entryOrders)[number]['value'];
}

export const entryOrders = [
  { value: 'name', label: 'By name' },
  { value: 'newest', label: 'Newest first' },
  { value: 'largest', label: 'Largest first' },
] as const;

const compareEntries = {
  // As the host sends them.
  name: () => 0,
  newest: (one, other) => other.modifiedMs - one.modifiedMs,
  largest: (one, other) => other.sizeBytes - one.sizeBytes,
} as const satisfies Record<EntryView['order'], (one: FolderEntry, other: FolderEntry) => number>;

/** The listing with the entries whose names contain the text. Folders stay before files. */
export function viewOf(listing: FolderListing, { text, order }: EntryView): FolderListing {
  const wanted = text.trim().toLowerCase();
  const entries = listing.entries
    .filter(({ name }) => name.toLowerCase().includes(wanted))
    .toSorted((one, other) => Number(other.isFolder) - Number(one.isFolder) || compareEntries[order](one, other));
  return { ...listing, entries };
}

/** The entry that typing these letters leads to: the next one, after the active one, whose name begins with them. */
export function typedEntry(
  entries: readonly FolderEntry[],
  typed: string,
  activeIndex: number,
): FolderEntry | undefined {
  const wanted = typed.toLowerCase();
  // Further letters may still describe the active entry.
  const start = typed.length > 1 ? Math.max(0, activeIndex) : activeIndex + 1;
  const inTurn = [...entries.slice(start), ...entries.slice(0, start)];
  return inTurn.find(({ name }) => name.toLowerCase().startsWith(wanted));
}
