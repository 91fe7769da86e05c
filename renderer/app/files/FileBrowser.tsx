import { ChevronRight } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { FileId, FolderListing } from '../../../shared/contract/files.js';
import type { ContractError } from '../../../shared/contract/result.js';
import { useClient } from '../../data/client-context.js';
import { useQuery } from '../../data/use-query.js';
import { Button } from '../../ui/Button.js';
import { Dialog } from '../../ui/Dialog.js';
import { ErrorView } from '../../ui/ErrorView.js';
import { Icon } from '../../ui/Icon.js';
import { nothingSelected } from '../../ui/list-selection.js';
import { Select } from '../../ui/Select.js';
import { Skeleton } from '../../ui/Skeleton.js';
import { TextField } from '../../ui/TextField.js';
import { FolderEntryList } from './FolderEntryList.js';
import styles from './file-browser.module.css';
import {
  type ChooseWhat,
  choiceOf,
  chooserTitles,
  confirmText,
  type EntryView,
  entryOrders,
  viewOf,
} from './file-browser-model.js';
import { NewFolder } from './NewFolder.js';

interface Props {
  readonly what: ChooseWhat;
  readonly onChoose: (ids: readonly FileId[]) => void;
  readonly onClose: () => void;
}

/** Replaces the system's dialog in a browser: shows the folders that the host allows. */
export function FileBrowser({ what, onChoose, onClose }: Props) {
  const { listing, error, open, retry } = useFolderListing();
  const [view, setView] = useState<EntryView>({ text: '', order: 'name' });
  const shown = useMemo(() => listing && viewOf(listing, view), [listing, view]);
  const [selection, setSelection] = useState(nothingSelected);
  const choice = choiceOf(listing, selection.selected, what);
  const openFolder = (id: FileId) => {
    setSelection(nothingSelected);
    setView((before) => ({ ...before, text: '' }));
    open(id);
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={chooserTitles[what]}
      width="large"
      footer={
        <>
          {listing && listing.leftOut > 0 && (
            <span className={styles.note}>{listing.leftOut} more entries are not listed.</span>
          )}
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" disabled={choice.length === 0} onClick={() => onChoose(choice)}>
            {confirmText(listing, choice, what)}
          </Button>
        </>
      }
    >
      <div className={styles.browser}>
        {error && <ErrorView error={error} onRetry={retry} />}
        {!listing && !error && <Skeleton label="Reading the folder" lines={8} />}
        {listing && shown && (
          <>
            <div className={styles.tools}>
              <Breadcrumbs trail={listing.trail} onOpen={openFolder} />
              <TextField
                type="search"
                size="small"
                className={styles.filter}
                aria-label="Filter by name"
                placeholder="Filter by name"
                value={view.text}
                onChange={(text) => setView({ ...view, text })}
              />
              <span className={styles.order}>
                <Select
                  size="small"
                  aria-label="Order"
                  value={view.order}
                  options={entryOrders}
                  onChange={(order) => setView({ ...view, order })}
                />
              </span>
              {what === 'output-folder' && <NewFolder parent={listing.id} onMade={openFolder} />}
            </div>
            <FolderEntryList
              key={listing.id}
              listing={shown}
              what={what}
              selection={selection}
              onSelection={setSelection}
              onOpen={openFolder}
              onConfirm={onChoose}
            />
          </>
        )}
      </div>
    </Dialog>
  );
}

interface BreadcrumbsProps {
  readonly trail: FolderListing['trail'];
  readonly onOpen: (id: FileId) => void;
}

/** The path from the root to the shown folder; each part is a link to that folder. */
function Breadcrumbs({ trail, onOpen }: BreadcrumbsProps) {
  const last = trail.length - 1;
  return (
    <nav aria-label="Folder">
      <ol className={styles.trail}>
        {trail.map(({ id, name }, index) => (
          <li key={id}>
            {index > 0 && <Icon of={ChevronRight} size={12} />}
            {index === last ? (
              <span className="strong" aria-current="location">
                {name}
              </span>
            ) : (
              <Button kind="link" onClick={() => onOpen(id)}>
                {name}
              </Button>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}

/** A folder of the host, and a function that opens another. */
interface FolderView {
  /** The last folder that could be read. */
  readonly listing: FolderListing | undefined;
  readonly error: ContractError | undefined;
  /** Reads the folder again that could not be read. */
  readonly retry: () => void;
  /** Without an id, opens the list of roots. */
  readonly open: (id?: FileId) => void;
}

/** In the storage of the tab: the ids of folders hold as long as the program runs. */
const storageKey = 'file-browser-folder';

/** Starts in the folder that was open last, if it can still be read, or else at the roots. */
function useFolderListing(): FolderView {
  const client = useClient();
  const [wanted, setWanted] = useState<{ readonly id?: FileId; readonly isRemembered?: true }>(rememberedFolder);
  // Another object each time: a folder that is opened again is read again.
  const { value, error, retry } = useQuery(wanted, async () => {
    const { isRemembered, ...request } = wanted;
    const asked = client.call('files.browse', request);
    const listing = await (isRemembered ? asked.catch(() => client.call('files.browse', {})) : asked);
    sessionStorage.setItem(storageKey, listing.id);
    return listing;
  });
  return { listing: value, error, retry, open: (id) => setWanted(id === undefined ? {} : { id }) };
}

function rememberedFolder(): { readonly id?: FileId; readonly isRemembered?: true } {
  const id = sessionStorage.getItem(storageKey);
  return id === null ? {} : { id, isRemembered: true };
}
