import { join } from 'node:path';

/**
 * @param {import('../app.mjs').App} app
 * @param {string} data folder of the small files
 */
export async function takeHome(app, data) {
  const { page } = app;
  await takeDialogs(app);
  await takeList(app);
  await takeOutputAddress(app);
  await app.press('Clear');
  await app.closeMessages();
  await app.press('Choose folder…');
  const folder = page.getByRole('gridcell', { name: /^series(?![.-])/ });
  await folder.click();
  await app.take('choose-folder');
  await folder.dblclick();
  await app.press('Add this folder');
  await page.getByText('m1.npy', { exact: true }).first().waitFor();
  await app.take('folder-listed');
  await app.press('Clear');
  await takeDrag(app, data);
}

/** @param {import('../app.mjs').App} app */
async function takeDialogs(app) {
  const { page } = app;
  await app.press('Dismiss');
  await app.press(/^Choose files/);
  await page.getByRole('gridcell', { name: 'cut.npy', exact: true }).waitFor();
  await app.take('choose-files');
  await page.keyboard.press('Escape');
  await app.press(/^Open the sample/);
  await app.press(/^Suggest/);
  // More follow; all of them take a while.
  await page
    .getByRole('group', { name: /^Settings, the smallest/ })
    .getByRole('radio')
    .first()
    .waitFor();
  await app.take('suggest');
  await page.keyboard.press('Escape');
  await app.press('Edit…');
  const codec = page.getByRole('region', { name: 'Dropped items' }).getByRole('combobox', { name: 'Codec' });
  await app.take('options', { before: () => codec.scrollIntoViewIfNeeded() });
  await app.press('Done');
  await app.press('Manage presets');
  await app.take('preset-menu');
  await page.getByRole('menuitem', { name: 'Save as a preset…' }).click();
  await page.getByRole('textbox', { name: 'Name of the preset' }).fill('Balanced');
  await app.take('preset-name');
  await page.keyboard.press('Escape');
  await app.press('Clear');
}

/** @param {import('../app.mjs').App} app */
async function takeList(app) {
  const { page } = app;
  await app.choose([
    'stations.npy',
    'detector_0817.raw',
    'lidar_tile.npz',
    'cut.npy',
    'empty.bin',
    'no-array.npy',
    'cut.blp',
    'table.csv',
  ]);
  await page.getByText('typesize 2', { exact: true }).first().waitFor();
  await app.take('listed');
  await app.press('More about detector_0817.raw');
  await app.take('file-menu');
  await page.getByRole('menuitem', { name: 'Import as an array…' }).click();
  await page.getByRole('group', { name: 'Likeliest types' }).waitFor();
  await app.take('import-raw');
  await page.keyboard.press('Escape');
}

/** @param {import('../app.mjs').App} app */
async function takeOutputAddress(app) {
  const { page } = app;
  const place = page.getByRole('combobox', { name: 'Write to' });
  await place.selectOption('An address of S3…');
  const address = page.getByRole('textbox', { name: 'Address' });
  await address.fill('https://example.org/x');
  await page.keyboard.press('Enter');
  await app.take('output-address');
  await address.fill('s3://bucket/folder');
  await page.keyboard.press('Enter');
  await page.getByText('The batch cannot start').waitFor();
  await app.take('output-address-chosen');
  await place.selectOption('Next to each source');
}

/**
 * Files that are dragged over the window, and their upload.
 *
 * @param {import('../app.mjs').App} app
 * @param {string} folder
 */
async function takeDrag(app, folder) {
  const { page } = app;
  const session = await page.context().newCDPSession(page);
  const files = [join(folder, 'long.npy'), join(folder, 'series.blp')];
  const data = { items: [], files, dragOperationsMask: 1 };
  const send = (/** @type {'dragEnter' | 'dragOver' | 'drop'} */ type) =>
    session.send('Input.dispatchDragEvent', { type, x: 300, y: 200, data });
  const hover = async () => {
    await send('dragEnter');
    await send('dragOver');
  };
  await app.take('drag', { before: hover });
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: 400_000,
  });
  await hover();
  await send('drop');
  await page.getByRole('button', { name: 'Pause: Uploading 2 files' }).waitFor();
  await app.take('upload');
  await app.press('Pause: Uploading 2 files');
  await app.take('upload-paused');
  await app.press('Cancel: Uploading 2 files');
  await app.take('upload-cancelled', { keepsMessages: true });
  await session.detach();
}
