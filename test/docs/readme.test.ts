import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { Container } from '../../electron/engine/container/container.js';
import { runShell } from '../electron/cli/run-blpk.js';
import { noise } from '../native/samples.js';
import { scratchFolder } from '../scratch-folder.js';
import { writeNpy } from './made-arrays.js';
import { transcriptsOf } from './page-commands.js';

const cwd = scratchFolder();
const path = (name: string) => join(cwd, name);
const page = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');

/** These do not end, or measure for long. */
const LEFT_OUT = /^blpk (?:serve|compare) /;

beforeAll(writeInputs, 60_000);

test('the README shows what its commands print, in its order', async () => {
  const shown = transcriptsOf(page).filter(({ command }) => /^(?:blpk|cmp) /.test(command) && !LEFT_OUT.test(command));
  expect(shown.length).toBeGreaterThan(10);
  for (const { command, output } of shown) {
    if (command.includes('bad.blp')) await writeBad();
    const { out, err } = runShell(command, cwd);
    expect(`${command}\n${wordsOf(err + out)}`).toBe(`${command}\n${wordsOf(output)}`);
  }
});

/** What is printed without its numbers, which are those of the data and of the machine. */
function wordsOf(text: string): string {
  return text
    .replaceAll(/\b[0-9a-f]{8}\b/g, '#')
    .replaceAll(/\d+(?:\.\d+)?[KMG]?/g, '#')
    .replaceAll(/ +/g, ' ')
    .replaceAll('[ ', '[')
    .trim();
}

/** Temperatures of 1000 rows, and 50 more: as large as those of the page. */
function writeInputs(): void {
  const bytes = noise(1050 * 2000);
  const values = Float64Array.from(bytes, (byte) => Math.round(1500 + byte / 4) / 100);
  writeNpy(path('temperature.npy'), { descr: '<f8', shape: [1000, 2000], values: values.subarray(0, 2_000_000) });
  writeNpy(path('more.npy'), { descr: '<f8', shape: [50, 2000], values: values.subarray(2_000_000) });
  writeFileSync(path('temperature.dat'), new Uint8Array(values.buffer, 0, 16_000_000));
  runShell('blpk compress temperature.dat', cwd);
}

/** The container of the page with a byte of its chunk 2 changed. */
async function writeBad(): Promise<void> {
  const container = await Container.open(path('temperature.blp'));
  const { positionBytes } = await container.chunk(2);
  await container.close();
  const bytes = readFileSync(path('temperature.blp'));
  bytes[positionBytes + 1000] = (bytes[positionBytes + 1000] ?? 0) ^ 1;
  writeFileSync(path('bad.blp'), bytes);
}
