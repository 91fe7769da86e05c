import { type ReactNode, useCallback, useState } from 'react';
import type { FileId } from '../../../shared/contract/files.js';
import { useClient } from '../../data/client-context.js';
import { FileBrowser } from './FileBrowser.js';
import type { ChooseWhat } from './file-browser-model.js';

interface OpenDialog {
  readonly what: ChooseWhat;
  readonly onChosen: (ids: readonly FileId[]) => void;
}

interface FileChooser {
  /** Resolves to an empty list when the dialog is dismissed. Rejects with CallError. */
  readonly choose: (what: ChooseWhat) => Promise<readonly FileId[]>;
  /** To be rendered by the component that calls `choose`. */
  readonly dialog: ReactNode;
}

/** Lets the user choose files or a folder: with the system's dialog in Electron, with FileBrowser in a browser. */
export function useFileChooser(): FileChooser {
  const client = useClient();
  const [open, setOpen] = useState<OpenDialog>();
  const choose = useCallback(
    async (what: ChooseWhat): Promise<readonly FileId[]> => {
      const { host } = await client.call('app.info');
      if (host === 'electron') return client.call('files.choose', { what });
      return new Promise((onChosen) => setOpen({ what, onChosen }));
    },
    [client],
  );
  const close = (ids: readonly FileId[]) => {
    open?.onChosen(ids);
    setOpen(undefined);
  };
  const dialog = open && <FileBrowser what={open.what} onChoose={close} onClose={() => close([])} />;
  return { choose, dialog };
}
