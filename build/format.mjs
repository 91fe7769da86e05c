/** `npm run format`: formats every source file, and applies the safe fixes of the linter. */
import { spawnSync } from 'node:child_process';
import { cxxFormat } from './cxx-format.mjs';
import { root } from './root.mjs';

const { command, args, skip } = cxxFormat(['-i']);
const biome = spawnSync(process.execPath, ['node_modules/@biomejs/biome/bin/biome', 'check', '--write'], {
  cwd: root,
  stdio: 'inherit',
});
if (skip) console.log(`C++ files are not formatted:  ${skip}`);
const clang = skip ? { status: 0 } : spawnSync(command, args, { cwd: root, stdio: 'inherit' });
if (biome.status !== 0 || clang.status !== 0) process.exitCode = 1;
