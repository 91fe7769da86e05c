/** `npm start`: set-up, then the help of the command line, until there is a window to show. */
import './setup/node-version.mjs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './root.mjs';
import { setUp } from './setup/set-up.mjs';

if (setUp()) {
  const { status } = spawnSync(process.execPath, [join(root, 'dist/blpk.cjs'), '--help'], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
} else {
  process.exitCode = 1;
}
