/** @typedef {import('./app.mjs').App} App */

/**
 * Home, Jobs and Settings with data.
 *
 * @param {App} app
 */
export async function takeWork(app) {
  const { page } = app;
  await app.press('Dismiss');
  await app.press(/^Open the sample/);
  await app.press(/^Compress 2, decompress 1/);
  await page.getByText(/is damaged/).waitFor();
  await app.openView('Home');
  await app.choose(['stations_t2m.npy', 'detector_0817.raw', 'lidar_tile.npz']);
  await page.getByText('typesize 8', { exact: true }).waitFor();
  await page.getByText(/^Writes/).waitFor();
  await app.take('home');

  await app.press('Clear');
  await app.choose(['noise.npy']);
  await app.press(/^Compress 1 file/);
  await page.getByRole('button', { name: 'Keep both' }).waitFor();
  await app.openView('Home');
  await app.choose(['era5_2021.npy', 'era5_2022.npy', 'era5_2023.npy', 'stations_t2m.npy', 'lidar_tile.npz']);
  await page.getByRole('combobox', { name: 'Compression preset' }).selectOption('Reference defaults');
  await app.press(/^Compress 5 files/);
  const first = page.getByRole('row').filter({ hasText: 'era5_2021.npy' });
  await first.filter({ hasText: 'Verified' }).waitFor({ timeout: 60_000 });
  const second = page.getByRole('row').filter({ hasText: 'era5_2022.npy' });
  await second
    .filter({ hasText: 'Running' })
    .filter({ hasText: /[2-9]\d %/ })
    .waitFor({ timeout: 60_000 });
  await app.take('jobs');
  await app.press('Cancel all…');
  await app.press('Cancel all jobs');

  await app.openView('Settings');
  await app.take('settings');
}

/**
 * The four views of one container, with one chunk and one cell chosen.
 *
 * @param {App} app
 */
export async function takeInspector(app) {
  const { page } = app;
  await app.openView('Inspector');
  await app.choose(['t2m_hourly.blp']);
  await app.press('Verify all');
  await page.getByRole('region', { name: 'Key figures' }).getByText('Verified').waitFor();
  await page.getByText(/^\d+ chunks, today/).waitFor();
  await app.take('inspector-overview');

  await app.show('Bytes');
  await page.getByText('00000000', { exact: true }).waitFor();
  await app.goTo('0x10');
  await page.getByRole('grid', { name: 'Bytes of the file' }).press('Enter');
  await page.getByRole('heading', { name: 'nchunks' }).waitFor();
  await app.take('inspector-bytes');

  await app.goTo('chunk 412');
  await page.getByRole('heading', { name: 'Chunk 412' }).waitFor();
  await app.show('Chunks');
  await page.getByText(/bytes of an item/).waitFor();
  await app.take('inspector-chunks');

  await app.show('Data');
  await page.getByRole('grid', { name: 'Values' }).getByRole('gridcell').first().waitFor();
  await app.goTo('1650, 785');
  await page.getByText('[1650, 785]', { exact: true }).waitFor();
  await page.getByRole('region', { name: 'Statistics' }).getByText('Maximum').waitFor();
  await app.take('inspector-data');
}

/**
 * A balanced comparison of a built-in data set, with two settings pinned.
 *
 * @param {App} app
 */
export async function takeCompare(app) {
  const { page } = app;
  await app.openView('Compare');
  await page.getByRole('combobox', { name: 'Built-in data' }).selectOption('neuronal');
  await page.getByText('Balanced', { exact: true }).click();
  await app.press(/^Run/);
  await page.getByText(/round trips exact$/).waitFor({ timeout: 600_000 });
  const rows = page.locator('tr[id^="row-"]');
  await rows.first().focus();
  await page.keyboard.press('Space');
  await rows.nth(3).click({ modifiers: ['Shift'] });
  await page.mouse.wheel(0, -5000);
  await app.take('compare');
}
