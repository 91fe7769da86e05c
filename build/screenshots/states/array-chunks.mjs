/** @typedef {import('../app.mjs').App} App */

/**
 * Chunks of arrays of other formats: in files of their own, and in the file of the array.
 *
 * @param {App} app
 */
export async function takeArrayChunks(app) {
  await app.choose([/^grid\.zarr/]);
  await takeViews(app, 'zarr');
  await app.choose(['grid.h5']);
  await app.show('Chunks');
  await app.take('hdf5-choose');
  await app.show('Overview');
  await app.press('/data');
  await takeViews(app, 'hdf5');
}

/**
 * @param {App} app
 * @param {string} format
 */
async function takeViews(app, format) {
  const { page } = app;
  await app.show('Overview');
  await page.getByText('compressed by Blosc').waitFor();
  await page.getByText(/^chunk by chunk/).waitFor();
  await app.take(`${format}-overview`);
  await app.show('Chunks');
  await page.getByRole('grid', { name: 'Chunks' }).getByRole('row').nth(5).click();
  await page.getByText(/bytes of an item/).waitFor();
  await app.take(`${format}-chunks`);
  await app.show('Bytes');
  await page
    .getByRole('grid', { name: /^Bytes of/ })
    .getByRole('gridcell')
    .first()
    .waitFor();
  await app.take(`${format}-bytes`);
}
