import { Drag } from '../../e2e/drop-on-page.js';
import { writeMixedFiles } from '../../e2e/made-files.js';
import type { Studio } from '../../e2e/studio.js';
import type { Figure } from './figure.js';

/** How soon the kinds and totals of 1,000 files are there, of a folder of the host and dropped on the page. */
export async function measureFiles(studio: Studio): Promise<readonly Figure[]> {
  const { page } = studio;
  const paths = writeMixedFiles(studio.path('many'), 1000);
  await page.getByRole('button', { name: 'Choose folder…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Choose a folder' });
  await dialog.getByRole('row').filter({ hasText: 'many' }).click();
  const folderMs = await untilTotalsMs(studio, () => dialog.getByRole('button', { name: /^Add/ }).click());
  await studio.visit();
  let uploadedMs = 0;
  page.on('response', () => {
    uploadedMs = performance.now();
  });
  const startMs = performance.now();
  const droppedMs = startMs + (await untilTotalsMs(studio, () => new Drag(page, paths).drop())) - uploadedMs;
  return [
    { what: 'kinds and totals of 1,000 files of a folder', unit: 'ms', aim: 2000, value: folderMs },
    { what: 'kinds and totals of 1,000 dropped files after the last upload', unit: 'ms', aim: 2000, value: droppedMs },
  ];
}

/** Milliseconds from a deed until all files are listed, their kinds are counted and their bytes are added up. */
async function untilTotalsMs({ page }: Studio, deed: () => Promise<void>): Promise<number> {
  const startMs = performance.now();
  await deed();
  await page.getByRole('heading', { name: '1,000 items' }).waitFor();
  await page.getByRole('group', { name: 'Kinds to include' }).waitFor();
  await page.getByText(/^1,000 items ready/).waitFor();
  return performance.now() - startMs;
}
