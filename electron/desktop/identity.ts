/** The name that is shown to users; `productName` in package.json, which Electron and electron-builder read, is the same. */
export const APP_NAME = 'Bloscpack Studio';

/** Below the system's folder for the data of programs. Never change it: the data of users are there. */
export const USER_DATA_FOLDER = 'bloscpack-studio';

/** electron-builder's `appId`, Windows' AppUserModelID and, with `.desktop` behind it, `desktopName` in package.json. */
export const APP_ID = 'org.bloscpack.studio';

/** The page is never loaded from `file:`, whose pages may read any file. */
export const APP_SCHEME = 'app';

/** RFC 6454 origin of the only page that may call the host. */
export const APP_ORIGIN = `${APP_SCHEME}://bundle`;

export const START_URL = `${APP_ORIGIN}/index.html`;

/** Shown instead of a page that crashed or could not start. */
export const PROBLEM_URL = `${APP_ORIGIN}/problem`;
