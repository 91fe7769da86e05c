import { join } from 'node:path';

/** The module that `waitingFiles` replaces. */
export const REPLACED = 'node:fs/promises';

/**
 * A plugin that puts calls which wait in place of those of `node:fs/promises`.
 *
 * @param {string} root
 * @returns {import('vite').Plugin}
 */
export function waitingFiles(root) {
  return {
    name: 'waiting-files',
    enforce: 'pre',
    resolveId: (id) => (id === REPLACED ? join(root, 'electron/engine/io/waiting-files.ts') : undefined),
  };
}
