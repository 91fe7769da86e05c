import { FileClock, Keyboard } from 'lucide-react';
import { useState } from 'react';
import { useCommands } from '../../app/commands/command-context.js';
import { keysOf } from '../../app/commands/command-table.js';
import { useClient } from '../../data/client-context.js';
import { AlertDialog } from '../../ui/AlertDialog.js';
import { Button } from '../../ui/Button.js';
import { useFailureToast, useToast } from '../../ui/Toasts.js';
import type { OptionGroup } from './option-group.js';

/** What the program keeps and sends, and its keys. */
export function useFilesGroups(): readonly OptionGroup[] {
  const commands = useCommands();
  return [
    {
      id: 'files',
      title: 'Files and privacy',
      icon: FileClock,
      rows: [
        {
          label: 'Recent files',
          description: 'The last 15 files and all pinned ones. The list is stored on this machine alone.',
          defaultText: '15',
          changed: false,
          control: <ClearRecents />,
        },
        {
          label: 'Network',
          description: 'The program makes no connections by itself: it neither looks for updates nor sends reports.',
          defaultText: 'none',
          changed: false,
          control: <span className="soft">No connections</span>,
        },
      ],
    },
    {
      id: 'keyboard',
      title: 'Keyboard',
      icon: Keyboard,
      rows: [
        {
          label: 'Shortcuts',
          description:
            'The list has the keys of every place. All commands, also those without keys, can be searched for.',
          changed: false,
          control: (
            <>
              <Button keys={keysOf('shortcuts.open')} onClick={() => commands.run('shortcuts.open')}>
                Show the list
              </Button>
              <Button keys={keysOf('palette.open')} onClick={() => commands.run('palette.open')}>
                Search
              </Button>
            </>
          ),
        },
      ],
    },
  ];
}

/** Removes the recent files that are not pinned, after a question. */
function ClearRecents() {
  const client = useClient();
  const toast = useToast();
  const failed = useFailureToast();
  const [isAsking, setAsking] = useState(false);
  const clear = () => {
    setAsking(false);
    client
      .call('recents.clear')
      .then(() => toast({ text: 'The list of recent files has only pinned files now.' }), failed);
  };
  return (
    <>
      <Button onClick={() => setAsking(true)}>Clear the list…</Button>
      <AlertDialog
        open={isAsking}
        title="Clear the list of recent files?"
        description="The files themselves are not changed, and pinned files stay in the list."
        confirmLabel="Clear the list"
        cancelLabel="Keep the list"
        onConfirm={clear}
        onCancel={() => setAsking(false)}
      />
    </>
  );
}
