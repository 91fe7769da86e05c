import { useState } from 'react';
import { useClient } from '../../data/client-context.js';
import { useFailureToast } from '../../ui/Toasts.js';
import { useCommand } from '../commands/command-context.js';
import { useArrive } from '../drop/arrivals-context.js';
import { HelpDialog } from '../shell/HelpDialog.js';
import type { ChooseWhat } from './choose-what.js';
import { useFileChooser } from './use-file-chooser.js';

/** The commands that bring files, wherever the window is: once, in the shell. */
export function FileCommands() {
  const client = useClient();
  const arrive = useArrive();
  const failed = useFailureToast();
  const { choose, dialog } = useFileChooser();
  const [helpShown, setHelpShown] = useState(false);
  const take = async (find: () => ReturnType<typeof choose>) => {
    try {
      const ids = await find();
      if (ids.length > 0) arrive({ ids, flipped: false });
    } catch (thrown) {
      failed(thrown);
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
