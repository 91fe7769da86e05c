/** The name that people see. */
export const APP_NAME = 'Bloscpack Studio';

/** electron-builder's `appId`, Windows' AppUserModelID and, as `desktopName` in package.json, the name of the `.desktop` file. */
export const APP_ID = 'org.bloscpack.studio';

/** The page is never loaded from `file:`, whose pages may read any file. */
export const APP_SCHEME = 'app';

/** RFC 6454 origin of the only page that may call the host. */
export const APP_ORIGIN = `${APP_SCHEME}://bundle`;

export const START_URL = `${APP_ORIGIN}/index.html`;

/** Shown instead of a page that crashed or could not start. */
export const PROBLEM_URL = `${APP_ORIGIN}/problem`;
