import { useState } from 'react';
import { useClient } from '../../data/client-context.js';
import { useFailureToast } from '../../ui/Toasts.js';
import { useCommand } from '../commands/command-context.js';
import { useArrive } from '../drop/arrivals-context.js';
import { HelpDialog } from '../shell/HelpDialog.js';
import { AddressDialog } from './AddressDialog.js';
import type { ChooseWhat } from './file-browser-model.js';
import { useFileChooser } from './use-file-chooser.js';

/** Handles the commands that add files. Rendered once, in the shell. */
export function FileCommands() {
  const client = useClient();
  const arrive = useArrive();
  const failed = useFailureToast();
  const { choose, dialog } = useFileChooser();
  const [helpShown, setHelpShown] = useState(false);
  const [addressAsked, setAddressAsked] = useState(false);
  const add = async (find: () => ReturnType<typeof choose>) => {
    try {
      const ids = await find();
      if (ids.length > 0) arrive({ ids, flipped: false });
    } catch (thrown) {
      failed(thrown);
    }
  };
  const addChosen = (what: ChooseWhat) => void add(() => choose(what));
  useCommand('files.open', () => addChosen('files'));
  useCommand('files.open-folder', () => addChosen('folder'));
  useCommand('files.open-address', () => setAddressAsked(true));
  useCommand('sample.open', () => void add(() => client.call('files.sample')));
  useCommand('help.bloscpack', () => setHelpShown(true));
  return (
    <>
      {dialog}
      {addressAsked && <AddressDialog onClose={() => setAddressAsked(false)} />}
      <HelpDialog open={helpShown} onClose={() => setHelpShown(false)} />
    </>
  );
}
