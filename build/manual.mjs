/** Writes the manual page of `blpk` and its completion scripts to `dist/`, as the bundled program prints them. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './root.mjs';

/** The names are those by which `man` and the shells find them. */
const manualFiles = {
  'dist/man/blpk.1': ['help', '--man'],
  'dist/completion/blpk': ['completion', 'bash'],
  'dist/completion/_blpk': ['completion', 'zsh'],
  'dist/completion/blpk.fish': ['completion', 'fish'],
};

for (const [file, args] of Object.entries(manualFiles)) {
  const text = execFileSync(process.execPath, [join(root, 'dist/blpk.cjs'), ...args]);
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}
