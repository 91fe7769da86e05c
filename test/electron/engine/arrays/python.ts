import { spawnSync } from 'node:child_process';

/** Python with numpy, if it is installed; without it, tests that need it are skipped with a message. */
export const python = ['/usr/bin/python3', 'python3'].find(
  (program) => spawnSync(program, ['-c', 'import numpy']).status === 0,
);

/** Title of a test that needs numpy, with the reason when it is skipped. */
export function withNumpy(title: string): string {
  return python === undefined ? `${title} [SKIPPED: no python3 with numpy on this machine]` : title;
}

/** Runs a script; its output. Arguments are `sys.argv[1:]`. */
export function runPython(script: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(python ?? 'python3', ['-c', script, ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`python failed: ${stderr}`);
  return stdout;
}
