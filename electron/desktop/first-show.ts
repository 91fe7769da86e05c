/** A hidden window that has told of nothing by then is shown as it is: blank, but there. */
export const SHOW_AT_LATEST_MS = 3000;

/** The part of Electron's BrowserWindow that says when its page can be looked at. */
export interface HiddenWindow {
  once(event: 'ready-to-show' | 'closed', listener: () => void): unknown;
  readonly webContents: { once(event: 'did-finish-load', listener: () => void): unknown };
}

/**
 * Calls `show` once, when the page can be looked at; never for a window that was closed before. Three things may say so, since
 * none of them is sure to come: on Wayland a hidden window never gets `ready-to-show` (electron issue 48859), and a page that
 * hangs while it loads gets neither that nor `did-finish-load`.
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
