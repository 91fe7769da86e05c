import { startEndlessJob } from '../../e2e/endless-job.js';
import { chooseFiles, start } from '../../e2e/intake.js';
import { chooseJob, waitForState } from '../../e2e/job-rows.js';
import { writeSparseFile } from '../../e2e/made-files.js';
import type { Studio } from '../../e2e/studio.js';
import type { Figure } from './figure.js';
import { longTasksMs } from './measures.js';

/** What the page does while a job runs, and how soon it answers when the job is cancelled. */
export async function measureJobs(studio: Studio): Promise<readonly Figure[]> {
  const { page } = studio;
  const idle = await longTasksMs(page, () => page.waitForTimeout(2000));
  writeSparseFile(studio.path('big.bin'), 2 ** 30);
  await chooseFiles(page, ['big.bin']);
  await start(page, /^Compress 1 file/);
  const tasks = await longTasksMs(page, () => waitForState(page, 'big.bin', 'Verified'));
  return [
    {
      what: 'tasks of 50 ms or more while a job of 1 GiB runs',
      unit: 'tasks',
      aim: 0,
      value: tasks.length,
      idle: idle.length,
    },
    { what: 'from "Cancel job" to the word Cancelled', unit: 'ms', aim: 200, value: await cancelMs(studio) },
  ];
}

async function cancelMs(studio: Studio): Promise<number> {
  const { page } = studio;
  const path = studio.path('endless.bin');
  writeSparseFile(path, 2 ** 20);
  await studio.go('Home');
  await chooseFiles(page, ['endless.bin']);
  const startBatch = () => start(page, /^Compress 1 file/);
  await startEndlessJob(page, (what) => studio.controlQueue(what), { path, name: 'endless.bin', startBatch });
  await chooseJob(page, 'endless.bin');
  await page.keyboard.press('Delete');
  await page.getByRole('alertdialog', { name: 'Cancel endless.bin?' }).waitFor();
  const seen = page.evaluate<number>(watchForText('Cancelled', 'Cancel job'));
  await page.getByRole('button', { name: 'Cancel job' }).click();
  return seen;
}

/** Script for the page: milliseconds by its own clock from the click on a button until a text is on the page. */
function watchForText(text: string, button: string): string {
  return `new Promise((resolve) => {
    let clickedMs;
    addEventListener('click', ({ target }) => {
      if (target.closest('button')?.textContent.includes('${button}')) clickedMs = performance.now();
    }, { capture: true });
    const look = () => {
      if (clickedMs !== undefined && document.body.innerText.includes('${text}')) resolve(performance.now() - clickedMs);
      else requestAnimationFrame(look);
    };
    look();
  })`;
}
