import { useState } from 'react';
import type { FileId } from '../../../shared/contract/files.js';
import { Button } from '../../ui/Button.js';
import { Dialog } from '../../ui/Dialog.js';
import { ErrorView } from '../../ui/ErrorView.js';
import { nothingSelected } from '../../ui/list-selection.js';
import { Skeleton } from '../../ui/Skeleton.js';
import { Breadcrumbs } from './Breadcrumbs.js';
import type { ChooseWhat } from './choose-what.js';
import { FolderEntryList } from './FolderEntryList.js';
import styles from './file-browser.module.css';
import { choiceOf, chooserTitles, confirmText } from './file-browser-model.js';
import { useFolderListing } from './use-folder-listing.js';

interface Props {
  readonly what: ChooseWhat;
  readonly onChoose: (ids: readonly FileId[]) => void;
  readonly onClose: () => void;
}

/** The folders of the machine that serves the page, as far as it allows: in place of the system's dialog. */
export function FileBrowser({ what, onChoose, onClose }: Props) {
  const { listing, error, open } = useFolderListing();
  const [selection, setSelection] = useState(nothingSelected);
  const choice = choiceOf(listing, selection.selected, what);
  const openFolder = (id: FileId) => {
    setSelection(nothingSelected);
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
        {error && <ErrorView error={error} onRetry={() => open(listing?.id)} />}
        {!listing && !error && <Skeleton label="Reading the folder" lines={8} />}
        {listing && (
          <>
            <Breadcrumbs trail={listing.trail} onOpen={openFolder} />
            <FolderEntryList
              key={listing.id}
              listing={listing}
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
