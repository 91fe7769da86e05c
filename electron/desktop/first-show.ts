/** A hidden window without any event by then is shown anyway, even blank. */
export const SHOW_AT_LATEST_MS = 3000;

/** The part of Electron's BrowserWindow that reports when its page can be shown. */
export interface HiddenWindow {
  once(event: 'ready-to-show' | 'closed', listener: () => void): unknown;
  readonly webContents: { once(event: 'did-finish-load', listener: () => void): unknown };
}

/**
 * Calls `show` once, when the page can be shown; never for a window that was closed before. There are three triggers, since
 * none of them is certain: on Wayland a hidden window never gets `ready-to-show` (electron issue 48859), and a page that
 * hangs while it loads gets neither that event nor `did-finish-load`.
 */
export function onFirstShow(window: HiddenWindow, show: () => void): void {
  let isDecided = false;
  const decide = (then?: () => void) => {
    if (isDecided) return;
    isDecided = true;
    clearTimeout(timer);
    then?.();
  };
  const timer = setTimeout(() => decide(show), SHOW_AT_LATEST_MS);
  window.once('ready-to-show', () => decide(show));
  window.webContents.once('did-finish-load', () => decide(show));
  window.once('closed', () => decide());
}
