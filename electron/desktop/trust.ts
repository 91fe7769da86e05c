import { STREAM_PREFIX } from '../../shared/contract/stream-path.js';
import { APP_ORIGIN, PROBLEM_URL, START_URL } from './identity.js';

/** The part of Electron's WebFrameMain that identifies the sender. */
export interface SendingFrame {
  /** RFC 6454 origin; `url` is not used, since it is empty for some children of our page. */
  readonly origin: string;
  readonly parent: unknown;
}

/** Only the main frame of our own page may call. The frame is null when it navigated away or no longer exists. */
export function isTrustedSender(frame: SendingFrame | null): boolean {
  return frame !== null && frame.parent === null && frame.origin === APP_ORIGIN;
}

/** The page never navigates; only the problem page has a link, back to the start page. */
export function isAllowedNavigation(from: string, to: string): boolean {
  return from === PROBLEM_URL && to === START_URL;
}

/** The only permission of our page is copying to the clipboard. */
export function isAllowedPermission(permission: string, requestingUrl: string): boolean {
  const isOurs = requestingUrl === APP_ORIGIN || requestingUrl.startsWith(`${APP_ORIGIN}/`);
  return isOurs && permission === 'clipboard-sanitized-write';
}

/** What may be saved by a link: exports that the host streams, and pictures that the page itself has made. */
export function isAllowedDownload(url: string): boolean {
  return url.startsWith(`${APP_ORIGIN}${STREAM_PREFIX}`) || url.startsWith(`blob:${APP_ORIGIN}/`);
}

const externalHosts: readonly string[] = ['github.com', 'www.blosc.org', 'blosc.org', 'numpy.org'];

/** Links that may be opened in the system's browser: documentation, over https, on the plain port, with no credentials. */
export function isAllowedExternal(link: string): boolean {
  if (!URL.canParse(link)) return false;
  const { protocol, host, username, password } = new URL(link);
  return protocol === 'https:' && externalHosts.includes(host) && username === '' && password === '';
}
