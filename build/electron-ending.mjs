import { dirname, join } from 'node:path';

/**
 * How a process ended, as Node reports it.
 *
 * @typedef {{ code: number | null, signal: NodeJS.Signals | null }} Ending
 */

/**
 * Why Electron may have ended before it showed a window, and what can be done about it.
 *
 * @param {Ending} ending
 * @param {{ platform: NodeJS.Platform, isRoot: boolean, executable: string }} place
 * @returns {string} one or more lines
 */
export function explainEnding(ending, { platform, isRoot, executable }) {
  const sentence = `${describeEnding(ending)} before it showed a window`;
  if (platform !== 'linux') return sentence;
  if (ending.code === 127) return `${sentence}\n${missingLibrary}`;
  return `${sentence}\n${isRoot ? rootHasNoSandbox : sandboxRemedies(join(dirname(executable), 'chrome-sandbox'))}`;
}

/**
 * @param {Ending} ending
 * @returns {string}
 */
export function describeEnding({ code, signal }) {
  return signal ? `Electron was ended by the signal ${signal}` : `Electron ended with status ${code}`;
}

const missingLibrary =
  '  A library is missing; the line above names it. On Debian and Ubuntu these packages contain all of them:\n' +
  '    sudo apt install libgtk-3-0 libnotify4 libnss3 libxss1 libxtst6 libatspi2.0-0 libsecret-1-0 libgbm1 libasound2';

const rootHasNoSandbox =
  "  Root cannot have Chromium's sandbox. Start as another user, or without it: npm start -- --no-sandbox";

/**
 * @param {string} helper path of Chromium's program that sets up the sandbox
 * @returns {string}
 */
function sandboxRemedies(helper) {
  return [
    "  Most often Chromium's sandbox is why. One of these gives it what it needs:",
    '    sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0   # Ubuntu 23.10 and later',
    '    sudo sysctl -w kernel.unprivileged_userns_clone=1               # Debian 10 and earlier',
    `    sudo chown root: '${helper}' && sudo chmod 4755 '${helper}'`,
    '  or start without it, which is less safe: npm start -- --no-sandbox',
  ].join('\n');
}
