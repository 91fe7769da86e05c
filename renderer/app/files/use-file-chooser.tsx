import { type ReactNode, useCallback, useState } from 'react';
import type { FileId } from '../../../shared/contract/files.js';
import { useClient } from '../../data/client-context.js';
import type { ChooseWhat } from './choose-what.js';
import { FileBrowser } from './FileBrowser.js';

interface Asking {
  readonly what: ChooseWhat;
  readonly answer: (ids: readonly FileId[]) => void;
}

interface FileChooser {
  /** Answers nothing when the dialog is dismissed. Rejects with CallError. */
  readonly choose: (what: ChooseWhat) => Promise<readonly FileId[]>;
  /** To be rendered by whoever chooses. */
  readonly dialog: ReactNode;
}

/** Lets the user choose files or a folder: by the system's dialog in Electron, by our own where the files are elsewhere. */
export function useFileChooser(): FileChooser {
  const client = useClient();
  const [asking, setAsking] = useState<Asking>();
  const choose = useCallback(
    async (what: ChooseWhat): Promise<readonly FileId[]> => {
      const { host } = await client.call('app.info');
      if (host === 'electron') return client.call('files.choose', { what });
      return new Promise((answer) => setAsking({ what, answer }));
    },
    [client],
  );
  const close = (ids: readonly FileId[]) => {
    asking?.answer(ids);
    setAsking(undefined);
  };
  const dialog = asking && <FileBrowser what={asking.what} onChoose={close} onClose={() => close([])} />;
  return { choose, dialog };
}
