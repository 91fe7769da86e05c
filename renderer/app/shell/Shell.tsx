import { useState } from 'react';
import { QueueCommands } from '../../features/jobs/QueueCommands.js';
import { CommandPalette } from '../commands/CommandPalette.js';
import { useCommand } from '../commands/command-context.js';
import { ShortcutSheet } from '../commands/ShortcutSheet.js';
import { useCommandKeys } from '../commands/use-command-keys.js';
import { DropOverlay } from '../drop/DropOverlay.js';
import { FileCommands } from '../files/FileCommands.js';
import { useNavigation } from '../navigation-context.js';
import { focusPane } from '../panes.js';
import { useSettings } from '../settings-context.js';
import { useTheme } from '../theme/use-theme.js';
import { useFaultToasts } from '../use-fault-toasts.js';
import { ConnectionNotice } from './ConnectionNotice.js';
import { destinations } from './destinations.js';
import { ErrorBoundary } from './ErrorBoundary.js';
import { Rail } from './Rail.js';
import { StatusBar } from './StatusBar.js';
import styles from './shell.module.css';
import { TitleBar } from './TitleBar.js';

/** The window: title bar, rail, the view that is chosen, status bar, and what floats over them. */
export function Shell() {
  useTheme();
  useFaultToasts();
  useCommandKeys();
  useWindowCommands();
  const { place } = useNavigation();
  const View = destinations.find((destination) => destination.place === place)?.View;
  return (
    <div className={styles.app}>
      <TitleBar />
      <Rail />
      <main className={styles.stage} data-pane="" tabIndex={-1}>
        <ErrorBoundary key={place}>{View && <View />}</ErrorBoundary>
      </main>
      <StatusBar />
      <FileCommands />
      <QueueCommands />
      <WindowDialogs />
      <ConnectionNotice />
      <DropOverlay />
    </div>
  );
}

function useWindowCommands() {
  const { change } = useSettings();
  useCommand('pane.next', () => focusPane(1));
  useCommand('pane.previous', () => focusPane(-1));
  useCommand('theme.system', () => change({ theme: 'system' }));
  useCommand('theme.light', () => change({ theme: 'light' }));
  useCommand('theme.dark', () => change({ theme: 'dark' }));
  useCommand('theme.contrast', () => change({ theme: 'contrast' }));
}

function WindowDialogs() {
  const [open, setOpen] = useState<'palette' | 'shortcuts'>();
  const close = () => setOpen(undefined);
  useCommand('palette.open', () => setOpen('palette'));
  useCommand('shortcuts.open', () => setOpen('shortcuts'));
  return (
    <>
      <CommandPalette open={open === 'palette'} onClose={close} />
      <ShortcutSheet open={open === 'shortcuts'} onClose={close} />
    </>
  );
}
