import { takeArrayChunks } from './array-chunks.mjs';

/** @typedef {import('../app.mjs').App} App */

/**
 * Dialogs, menus and views of containers and of other files.
 *
 * @param {App} app
 */
export async function takeInspectorStates(app) {
  await app.press('Dismiss');
  await takeDamaged(app);
  await takeCut(app);
  await takeDialogs(app);
  await takeOtherFiles(app);
  await takeArrayChunks(app);
}

/**
 * The sample's container, of which a chunk is damaged.
 *
 * @param {App} app
 */
async function takeDamaged(app) {
  const { page } = app;
  await app.press(/^Open the sample/);
  await app.press(/^More about damaged-series/);
  await page.getByRole('menuitem', { name: 'Inspect' }).click();
  await app.press('Verify all');
  await page.getByRole('region', { name: 'Key figures' }).getByText('Damaged').waitFor();
  await app.take('damaged-overview');
  await app.press('Repair…');
  await page.getByRole('button', { name: 'Write a repaired copy' }).waitFor();
  await app.take('repair');
  await page.keyboard.press('Escape');
  await app.show('Chunks');
  await app.take('damaged-chunks');
  await app.show('Data');
  await takePlots(app, 'plots');
}

/** @param {App} app */
async function takeCut(app) {
  await app.choose(['cut.blp']);
  await app.press('Verify all');
  await app.page.getByRole('region', { name: 'Key figures' }).getByText('Damaged').waitFor();
  await app.take('cut-overview');
  await app.show('Chunks');
  await app.take('cut-chunks');
  await app.show('Data');
  await app.page.getByRole('region', { name: 'Statistics' }).getByText('Maximum').waitFor();
  await app.take('cut-data');
}

/** @param {App} app */
async function takeDialogs(app) {
  const { page } = app;
  await app.choose(['series-zstd.blp']);
  await app.choose(['series.blp']);
  await app.press('More on this file');
  await app.take('file-more');
  await page.keyboard.press('Escape');
  await app.press('Export…');
  await app.take('export-menu');
  await page.keyboard.press('Escape');
  await app.more('Convert to…');
  await page.getByRole('radiogroup', { name: 'Format' }).waitFor();
  await app.take('convert');
  await page.keyboard.press('Escape');
  await app.more('Append a file…');
  await app.add(['more-stations.npy']);
  await page.getByRole('button', { name: /^Append [\d.]+/ }).waitFor();
  await app.take('append');
  await page.keyboard.press('Escape');
  await app.more('Compare with another file…');
  await app.take('diff-choice');
  await page.getByRole('dialog').getByRole('button', { name: 'series-zstd.blp' }).click();
  await app.take('diff');
  await page.keyboard.press('Escape');
  await app.show('Overview');
  await app.press('Edit…');
  await app.take('metadata');
  await page.keyboard.press('Escape');
  await takeParts(app);
}

/** @param {App} app */
async function takeParts(app) {
  const { page } = app;
  await app.press('Show as table');
  await app.take('chart-numbers');
  await page.keyboard.press('Escape');
  await app.show('Chunks');
  await page.getByRole('grid', { name: 'Chunks' }).getByRole('row').nth(3).click();
  await page.getByText(/bytes of an item/).waitFor();
  await app.take('chunk');
  await takeMenu(app, 'chunk-menu', page.getByRole('grid', { name: 'Chunks' }).getByRole('row').nth(3));
  await page.keyboard.press('Escape');
  await app.show('Bytes');
  await page.getByText('Byte planes', { exact: true }).click();
  await app.take('byte-planes');
  await app.show('Data');
  await takeMenu(app, 'cell-menu', page.getByRole('grid', { name: 'Values' }).getByRole('gridcell').first());
  await page.keyboard.press('Escape');
  await app.goTo('5000, 1');
  await app.take('go-to-refused');
  await app.press('Export values…');
  await app.take('export-values');
  await page.keyboard.press('Escape');
}

/** @param {App} app */
async function takeOtherFiles(app) {
  const { page } = app;
  await app.choose(['detector.blp']);
  await page.getByRole('heading', { name: /^Read as an array/ }).waitFor();
  await app.take('plain-overview');
  await app.show('Data');
  await app.take('plain-data');
  await app.choose(['lidar_tile.npz']);
  await page.getByRole('heading', { name: 'Arrays of the archive' }).waitFor();
  await app.take('npz-overview');
  await app.choose(['table.csv']);
  await page.getByRole('heading', { name: 'Arrays of the file' }).waitFor();
  await app.take('csv-overview');
  await app.press('height');
  await app.show('Data');
  await app.take('csv-data');
  await app.choose(['complex.npy']);
  await app.take('npy-overview');
  await app.show('Chunks');
  await app.take('npy-chunks');
  await app.show('Data');
  await takePlots(app, 'complex');
  await app.take('heatmap-options', {
    before: async () => {
      await page.keyboard.press('Escape');
      await app.press('Heatmap options');
    },
  });
  await page.keyboard.press('Escape');
  await app.choose(['no-array.npy']);
  await page.getByRole('tab', { name: /no-array/ }).waitFor();
  await app.take('unreadable');
}

/**
 * @param {App} app
 * @param {string} name of the pictures
 */
async function takePlots(app, name) {
  const views = app.page.getByRole('group', { name: 'Views' });
  for (const view of ['Heatmap', 'Histogram', 'Line']) {
    const toggle = views.getByRole('button', { name: view });
    if (await toggle.isDisabled()) continue;
    if ((await toggle.getAttribute('aria-pressed')) !== 'true') await toggle.click();
  }
  await app.page.waitForTimeout(1000);
  await app.take(name);
}

/**
 * A context menu, which is opened anew in each size: it stays where the pointer was.
 *
 * @param {App} app
 * @param {string} name of the pictures
 * @param {import('playwright').Locator} target
 */
async function takeMenu(app, name, target) {
  await app.take(name, {
    before: async () => {
      await app.page.keyboard.press('Escape');
      await target.click({ button: 'right' });
    },
  });
}
