import { renameSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @param {import('../app.mjs').App} app
 * @param {string} folder of the small files
 */
export async function takeJobs(app, folder) {
  await takeSample(app);
  await takeGrown(app);
  await takeRunning(app);
  renameSync(join(folder, 'noise.npy'), join(folder, 'moved.npy'));
  await app.openView('Home');
  await app.page.reload();
  await app.press('More about noise.npy');
  await app.take('recent-missing');
  await app.page.keyboard.press('Escape');
  renameSync(join(folder, 'moved.npy'), join(folder, 'noise.npy'));
}

/** @param {import('../app.mjs').App} app */
async function takeSample(app) {
  const { page } = app;
  await app.press('Dismiss');
  await app.press(/^Open the sample/);
  await app.press(/^Compress 2, decompress 1/);
  await page.getByText(/is damaged/).waitFor();
  await page.getByRole('row').filter({ hasText: 'damaged-series' }).click();
  await app.take('job-failed');
  await app.press('Repair…');
  await page.getByRole('button', { name: 'Write a repaired copy' }).and(page.locator(':enabled')).waitFor();
  await app.take('job-repair');
  await page.keyboard.press('Escape');
  await page.getByRole('row').filter({ hasText: 'temperature.npy' }).first().click();
  await app.take('job-finished');
  await page.getByRole('row').filter({ hasText: 'temperature.npy' }).first().click({ button: 'right' });
  await app.take('job-menu');
  await page.keyboard.press('Escape');
  await app.openView('Home');
  await app.press(/^Open the sample/);
  await app.press('Write them again…');
  const start = page.getByRole('button', { name: /^Compress 2, decompress 1/ });
  await start.and(page.locator(':enabled')).click();
  await page.getByText('Decide for each', { exact: true }).click();
  await app.take('existing-outputs');
  await page.keyboard.press('Escape');
  await app.press('Clear');
  await app.take('recent-files');
}

/**
 * An output that is larger than its source, and is deleted with Undo.
 *
 * @param {import('../app.mjs').App} app
 */
async function takeGrown(app) {
  const { page } = app;
  await app.choose(['noise.npy']);
  await app.press(/^Compress 1 file/);
  await page.getByRole('button', { name: 'Keep both' }).first().waitFor();
  await page.getByRole('row').filter({ hasText: 'noise.npy' }).click();
  await app.take('job-grown');
  await app.press('Keep source only');
  // What has the focus does not disappear.
  await page.getByRole('button', { name: 'Undo' }).focus();
  await app.take('job-output-deleted', { keepsMessages: true });
  await app.press('Undo');
  await page.getByRole('button', { name: 'Keep both' }).first().waitFor();
  await app.take('job-output-restored', { keepsMessages: true });
  await app.press('Keep both');
}

/** @param {import('../app.mjs').App} app */
async function takeRunning(app) {
  const { page } = app;
  await startLongJob(app);
  await page.getByRole('row').filter({ hasText: 'long.npy' }).click();
  await app.take('job-running');
  await page.keyboard.press('Delete');
  await page.getByRole('alertdialog').waitFor();
  await app.take('job-cancel');
  await app.press('Keep working');
  await app.press('Pause all');
  await page.getByRole('button', { name: 'Resume all' }).waitFor();
  await app.take('jobs-paused');
  await app.press('Cancel all…');
  await app.press('Cancel all jobs');
  await page.getByRole('row').filter({ hasText: 'long.npy' }).filter({ hasText: 'Cancelled' }).waitFor();
  await app.take('jobs-cancelled');
}

/**
 * Starts jobs of which the first takes at least half a minute.
 *
 * @param {import('../app.mjs').App} app
 */
export async function startLongJob(app) {
  const { page } = app;
  await app.openView('Home');
  await app.choose(['long.npy', 'stations.npy', 'more-stations.npy']);
  await page.getByRole('combobox', { name: 'Compression preset' }).selectOption('Smallest');
  await app.press(/^Compress 3 files/);
  await page.getByRole('row').filter({ hasText: 'long.npy' }).filter({ hasText: 'Running' }).waitFor();
}
