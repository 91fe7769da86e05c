import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runBlpk } from '../electron/cli/run-blpk.js';
import { writeCarray } from '../electron/exchange/bcolz/bcolz-folder.js';
import { runJoblib, withoutJoblib } from '../electron/exchange/joblib/python-joblib.js';
import { scratchFolder } from '../scratch-folder.js';
import { writeRun } from './made-arrays.js';

const cwd = scratchFolder();
const page = readFileSync(join(import.meta.dirname, '../../docs/exchange.md'), 'utf8');

/** The headings of the page, each with the commands below it. */
function sections(): readonly { readonly title: string; readonly commands: readonly string[] }[] {
  return page
    .split(/^## /m)
    .slice(1)
    .map((section) => ({
      title: section.split('\n')[0] ?? '',
      commands: [...section.matchAll(/^ {4}blpk (.+)$/gm)].map(([, command = '']) => command),
    }));
}

/** The `speeds.bcolz`, `table.csv` and, where Python has joblib, `model.pkl.z` of the page. */
function writeOthers(): void {
  const speeds = Float64Array.from({ length: 1000 }, (_, at) => Math.sqrt(at));
  writeCarray(join(cwd, 'speeds.bcolz'), new Uint8Array(speeds.buffer), {
    dtype: 'float64',
    itemsize: 8,
    shape: [1000],
    chunkRows: 256,
  });
  writeFileSync(join(cwd, 'table.csv'), 'height,count\n1.5,3\n2.25,4\n');
  if (withoutJoblib === undefined) {
    runJoblib(
      'import joblib, numpy, sys; joblib.dump({"weights": numpy.eye(3)}, sys.argv[1], compress=("zlib", 3))',
      join(cwd, 'model.pkl.z'),
    );
  }
}

test('every command of the page does what it says, in the order of the page', async () => {
  await writeRun(cwd);
  writeOthers();
  const found = sections().filter(({ title }) => title !== 'joblib' || withoutJoblib === undefined);
  for (const { title, commands } of found) {
    for (const command of commands) {
      const { code, err } = await runBlpk(command.split(' '), { cwd });
      expect([title, command, code, err]).toEqual([title, command, 0, '']);
    }
  }
  expect(found.flatMap(({ commands }) => commands).length).toBeGreaterThan(9);
});
