import { useState } from 'react';
import { toContractError } from '../../../shared/errors/contract-error.js';
import { useClient } from '../../api/client-context.js';
import { HelpDialog } from '../../features/home/HelpDialog.js';
import { useToast } from '../../ui/Toasts.js';
import { useCommand } from '../commands/command-context.js';
import { useArrive } from '../drop/arrivals-context.js';
import { type ChooseWhat, useFileChooser } from './use-file-chooser.js';

/** The commands that bring files, wherever the window is: once, in the shell. */
export function FileCommands() {
  const client = useClient();
  const arrive = useArrive();
  const toast = useToast();
  const { choose, dialog } = useFileChooser();
  const [helpShown, setHelpShown] = useState(false);
  const take = async (find: () => ReturnType<typeof choose>) => {
    try {
      const ids = await find();
      if (ids.length > 0) arrive({ ids, flipped: false });
    } catch (thrown) {
      toast({ tone: 'bad', text: toContractError(thrown).message });
    }
  };
  const takeChosen = (what: ChooseWhat) => void take(() => choose(what));
  useCommand('files.open', () => takeChosen('files'));
  useCommand('files.open-folder', () => takeChosen('folder'));
  useCommand('sample.open', () => void take(() => client.call('files.sample')));
  useCommand('help.bloscpack', () => setHelpShown(true));
  return (
    <>
      {dialog}
      <HelpDialog open={helpShown} onClose={() => setHelpShown(false)} />
    </>
  );
}
