import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { start } from '../../e2e/intake.js';
import type { Studio } from '../../e2e/studio.js';
import { buildFloor } from '../build-floor.mjs';
import { generate } from '../data.mjs';
import { runProcess } from '../measure.mjs';
import type { Figure } from './figure.js';
import { longTasksMs, processorMs, rendererPids } from './measures.js';

const FILES = 10_000;
const FILE_BYTES = 100 * 1024;
/** Of the time of the floor. */
const MOST_OF_FLOOR = 1.3;
const THREADS = '2';
/** Longer than any machine takes. */
const MOST_MS = 1_800_000;

/**
 * 10,000 small files of a folder, compressed by the app, beside the same in C: one process for all of them, the same with the checks
 * of the app (`floor s`), and a loop of the shell that starts a process for each, as `for f in *; do cp` does. By the clock, and by
 * processor time, which says more on a busy machine.
 */
export async function measureManyFiles(studio: Studio): Promise<readonly Figure[]> {
  const folder = studio.path('many');
  writeFiles(folder);
  const floors = measureFloors(folder, `${studio.root}-floor`);
  const { page } = studio;
  await page.getByRole('button', { name: 'Choose folder…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Choose a folder' });
  await dialog.getByRole('row').filter({ hasText: 'many' }).click();
  await dialog.getByRole('button', { name: /^Add/ }).click();
  await page.getByText(/^10,000 items ready/).waitFor();
  const before = usedMs(studio);
  const startMs = performance.now();
  let elapsedMs = 0;
  const tasks = await longTasksMs(page, async () => {
    await start(page, /^Compress 10,000 files/);
    await untilWritten(folder);
    elapsedMs = performance.now() - startMs;
    await page.getByText('No jobs running').waitFor();
  });
  const after = usedMs(studio);
  return [
    ...Object.entries(floors).flatMap(([name, floor]) => [
      figure(`10,000 files by the clock; the aim is ${MOST_OF_FLOOR} of ${name}`, floor.elapsedMs, elapsedMs),
      figure(
        `10,000 files, processor time of the host; the aim is ${MOST_OF_FLOOR} of ${name}`,
        floor.cpuMs,
        after.host - before.host,
      ),
    ]),
    { what: '10,000 files, processor time of the page', unit: 'ms', aim: 1000, value: after.page - before.page },
    { what: 'tasks of 50 ms or more of the page during 10,000 files', unit: 'tasks', aim: 0, value: tasks.length },
    { what: 'longest of them', unit: 'ms', aim: 50, value: Math.max(0, ...tasks) },
  ];
}

function figure(what: string, floorMs: number, value: number): Figure {
  return { what, unit: 'ms', aim: MOST_OF_FLOOR * floorMs, value };
}

/** Parts of a random walk, each from another place. */
function writeFiles(folder: string): void {
  const walk = Buffer.concat([...generate('walk', 2 ** 26)]);
  mkdirSync(folder);
  for (let index = 0; index < FILES; index++) {
    const at = (index * 8 * 104_729) % (walk.byteLength - FILE_BYTES);
    writeFileSync(join(folder, `${String(index).padStart(5, '0')}.dat`), walk.subarray(at, at + FILE_BYTES));
  }
}

type Taken = Pick<ReturnType<typeof runProcess>, 'elapsedMs' | 'cpuMs'>;

function measureFloors(folder: string, outputs: string): Readonly<Record<string, Taken>> {
  const floor = buildFloor();
  const inFolder = (mode: string) => timed(`${outputs}-${mode}`, (out) => [floor, mode, folder, out, THREADS]);
  const loop = `mkdir "$2" && for f in "$1"/*; do "$0" c "$f" "$2/\${f##*/}.blp" 1 || exit; done >/dev/null`;
  return {
    'one process in C': inFolder('f'),
    'one process in C that checks and flushes': inFolder('s'),
    'a loop of the shell over a program in C': timed(`${outputs}-loop`, (out) => [
      'sh',
      '-c',
      loop,
      floor,
      folder,
      out,
    ]),
  };
}

/**
 * Runs a command that fills a folder. That stays until the end: for some minutes after many files were deleted, ext4 takes longer to
 * make new ones, so that whoever comes last would pay for it.
 */
function timed(out: string, command: (out: string) => readonly string[]): Taken {
  const taken = runProcess(command(out));
  const written = readdirSync(out).length;
  if (written !== FILES) throw new Error(`${out} has ${written} files`);
  return taken;
}

/** Until every output has its name. */
async function untilWritten(folder: string): Promise<void> {
  const limitMs = performance.now() + MOST_MS;
  while (readdirSync(folder).filter((name) => name.endsWith('.blp') && !name.startsWith('.')).length < FILES) {
    if (performance.now() > limitMs) throw new Error(`there are not ${FILES} outputs`);
    await setTimeout(100);
  }
}

function usedMs({ server }: Studio): { readonly host: number; readonly page: number } {
  return { host: processorMs(server.pid), page: Math.max(...rendererPids().map(processorMs)) };
}
