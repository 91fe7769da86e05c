import type { FileId, FolderListing } from '../../../shared/contract/files.js';
import type { ListSelection } from '../../ui/list-selection.js';
import type { ChooseWhat } from './choose-what.js';

export interface FolderEntryListProps {
  readonly listing: FolderListing;
  readonly what: ChooseWhat;
  readonly selection: ListSelection;
  readonly onSelection: (selection: ListSelection) => void;
  readonly onOpen: (id: FileId) => void;
  readonly onConfirm: (ids: readonly FileId[]) => void;
}
