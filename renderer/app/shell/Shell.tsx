import { useEffect, useState } from 'react';
import { useAppInfo } from '../../data/use-app-info.js';
import { QueueCommands } from '../../features/jobs/QueueCommands.js';
import { useFailureToast, useToast } from '../../ui/Toasts.js';
import { CommandPalette } from '../commands/CommandPalette.js';
import { useCommand } from '../commands/command-context.js';
import { ShortcutSheet } from '../commands/ShortcutSheet.js';
import { useCommandKeys } from '../commands/use-command-keys.js';
import { DropOverlay } from '../drop/DropOverlay.js';
import { FileCommands } from '../files/FileCommands.js';
import { useNavigation } from '../navigation-context.js';
import { useSettings } from '../settings-context.js';
import { useTheme } from '../theme/use-theme.js';
import { ConnectionNotice } from './ConnectionNotice.js';
import { destinations } from './destinations.js';
import { ErrorBoundary } from './ErrorBoundary.js';
import { Rail } from './Rail.js';
import { StatusBar } from './StatusBar.js';
import styles from './shell.module.css';
import { TitleBar } from './TitleBar.js';
import { UploadBar } from './UploadBar.js';

/** The window: title bar, rail, the chosen view, status bar, dialogs and overlays. */
export function Shell() {
  useTheme();
  useUncaughtErrorToasts();
  useCommandKeys();
  useWindowCommands();
  useStartNotices();
  const { place } = useNavigation();
  const View = destinations.find((destination) => destination.place === place)?.View;
  return (
    <div className={styles.app}>
      <TitleBar />
      <Rail />
      <ConnectionNotice />
      <main className={styles.stage} data-pane="" tabIndex={-1}>
        <ErrorBoundary key={place}>{View && <View />}</ErrorBoundary>
      </main>
      <UploadBar />
      <StatusBar />
      <FileCommands />
      <QueueCommands />
      <WindowDialogs />
      <DropOverlay />
    </div>
  );
}

/** Says once what went wrong when the program started; Settings keeps saying it. */
function useStartNotices() {
  const info = useAppInfo();
  const toast = useToast();
  useEffect(() => {
    for (const text of info?.notices ?? []) toast({ tone: 'warn', text });
  }, [info, toast]);
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

/** Panes that F6 goes through: `<section data-pane>`. A pane that may have no control needs `tabIndex={-1}`. */
const paneSelector = '[data-pane]';
const focusable = 'a[href], button:not(:disabled), input:not(:disabled), select, textarea, summary, [tabindex="0"]';

/** Moves the focus to the first control of the next or previous pane in document order; after the last comes the first. */
function focusPane(step: 1 | -1): void {
  const panes = [...document.querySelectorAll<HTMLElement>(paneSelector)].filter((pane) => pane.checkVisibility());
  // The innermost pane around the focus, because panes can be nested.
  const current = panes.findLastIndex((pane) => pane.contains(document.activeElement));
  const next = panes.at((current + step + panes.length) % Math.max(1, panes.length));
  const target = next?.querySelector<HTMLElement>(`[aria-current], ${focusable}`) ?? next;
  target?.focus();
}

/** Shows uncaught errors in a toast; the browser's console has the stack. */
function useUncaughtErrorToasts(): void {
  const failed = useFailureToast();
  useEffect(() => {
    const onError = (event: ErrorEvent) => event.error && failed(event.error);
    const onRejection = (event: PromiseRejectionEvent) => failed(event.reason);
    window.addEventListener('error', onError);
    window.addEventListener('unhandledrejection', onRejection);
    return () => {
      window.removeEventListener('error', onError);
      window.removeEventListener('unhandledrejection', onRejection);
    };
  }, [failed]);
}
