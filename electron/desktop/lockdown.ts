import { app, session, shell, type WebContents } from 'electron';
import type { LogFile } from './log-file.js';
import { isAllowedDownload, isAllowedExternal, isAllowedNavigation, isAllowedPermission } from './trust.js';

/** No page navigates, opens windows or embeds others, whichever window it is in. */
export function lockNavigation(log: LogFile): void {
  app.on('web-contents-created', (_event, contents) => {
    const refuse = (event: { url: string; preventDefault(): void }) => {
      if (isAllowedNavigation(contents.getURL(), event.url)) return;
      event.preventDefault();
      log.write('refused to navigate', event.url);
    };
    contents.on('will-navigate', refuse);
    contents.on('will-frame-navigate', refuse);
    contents.on('will-redirect', refuse);
    contents.on('will-attach-webview', (event) => event.preventDefault());
    sendLinksToBrowser(contents, log);
  });
}

function sendLinksToBrowser(contents: WebContents, log: LogFile): void {
  contents.setWindowOpenHandler(({ url }) => {
    // Not inside the handler, because Chromium waits for it.
    if (isAllowedExternal(url)) setImmediate(() => openExternal(url, log));
    else log.write('refused to open', url);
    return { action: 'deny' };
  });
}

function openExternal(url: string, log: LogFile): void {
  shell.openExternal(url).catch((error: unknown) => log.write('the system did not open a link', error));
}

/** Electron grants every permission unless both handlers refuse. Call this when Electron is ready. */
export function lockPermissions(): void {
  session.defaultSession.setPermissionRequestHandler((_contents, permission, answer, details) => {
    answer(isAllowedPermission(permission, details.requestingUrl));
  });
  session.defaultSession.setPermissionCheckHandler((_contents, permission, requestingOrigin) =>
    isAllowedPermission(permission, requestingOrigin),
  );
}

/** Only our own exports are saved, to the place chosen in the system's dialog. Call this when Electron is ready. */
export function lockDownloads(log: LogFile): void {
  session.defaultSession.on('will-download', (event, item) => {
    if (isAllowedDownload(item.getURL())) return;
    event.preventDefault();
    log.write('refused to download', item.getURL());
  });
}
