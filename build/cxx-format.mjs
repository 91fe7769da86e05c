import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';
import { isOnPath } from './setup/package-managers.mjs';

/**
 * How to call clang-format on every C++ file of `native/`; the style is in `native/.clang-format`.
 *
 * @param {readonly string[]} mode its own options: `-i` to rewrite, `--dry-run -Werror` to check
 * @returns {{ command: string, args: string[], skip?: string }} `skip` says why it cannot be called here
 */
export function cxxFormat(mode) {
  const files = readdirSync(join(root, 'native'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(cc|h)$/.test(file))
    .map((file) => join('native', file));
  const call = { command: 'clang-format', args: ['--style=file', ...mode, ...files] };
  return isOnPath('clang-format') ? call : { ...call, skip: 'clang-format is not installed' };
}
