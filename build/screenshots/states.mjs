/**
 * The screens that the README does not show: dialogs, empty places, failures, and all plots of the Inspector.
 *
 * @typedef {object} Screens
 * @property {import('playwright').Page} page with the places of a new user
 * @property {(name: string) => Promise<void>} take takes the pictures of what is shown
 * @property {(place: 'Home' | 'Jobs' | 'Inspector' | 'Compare' | 'Settings') => Promise<void>} openView
 */

/** @param {Screens} screens */
export async function takeStates(screens) {
  await takeEmptyPlaces(screens);
  await takeHome(screens);
  await takeJobs(screens);
  await takeInspector(screens);
}

/** @param {Screens} screens */
async function takeEmptyPlaces({ page, take, openView }) {
  await take('home-empty');
  for (const place of /** @type {const} */ (['Jobs', 'Inspector', 'Compare', 'Settings'])) {
    await openView(place);
    await take(`${place.toLowerCase()}-empty`);
  }
  await page.keyboard.press('F1');
  await take('keys');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+Shift+P');
  await take('commands');
  await page.keyboard.press('Escape');
  await openView('Inspector');
  await page.getByRole('button', { name: 'Open address…' }).click();
  await page.getByRole('textbox', { name: 'Address' }).fill('run.blp');
  await page.keyboard.press('Enter');
  await take('address');
  await page.keyboard.press('Escape');
}

/** @param {Screens} screens */
async function takeHome({ page, take, openView }) {
  await openView('Home');
  await page.getByRole('button', { name: /^Choose files/ }).click();
  await take('choose-files');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^Open the sample/ }).click();
  await page.getByRole('button', { name: /^Suggest/ }).click();
  // More follow; all of them take a while.
  await page
    .getByRole('group', { name: /^Settings, the smallest/ })
    .getByRole('radio')
    .first()
    .waitFor({ timeout: 120_000 });
  await take('suggest');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Edit…' }).click();
  await take('options');
}

/** @param {Screens} screens */
async function takeJobs({ page, take, openView }) {
  await page.getByRole('button', { name: /^Compress 2, decompress 1/ }).click();
  await page.getByText(/is damaged/).waitFor();
  await page.getByRole('row').filter({ hasText: 'damaged-series' }).click();
  await take('job-failed');
  await page.getByRole('row').filter({ hasText: 'temperature.npy' }).first().click();
  await take('job-finished');
  await openView('Home');
  await page.getByRole('button', { name: /^Open the sample/ }).click();
  await page.getByRole('button', { name: 'Write them again…' }).click();
  const start = page.getByRole('button', { name: /^Compress 2, decompress 1/ });
  await start.and(page.locator(':enabled')).click();
  await page.getByText('Decide for each', { exact: true }).click();
  await take('existing-outputs');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Clear' }).click();
  await take('recent-files');
}

/** @param {Screens} screens */
async function takeInspector({ page, take, openView }) {
  const view = (/** @type {string} */ name) => page.getByRole('tab', { name, exact: true }).click();
  await openView('Jobs');
  const failed = page.getByRole('row').filter({ hasText: 'damaged-series' });
  await failed.getByRole('button', { name: 'Inspect' }).first().click();
  await page.getByRole('button', { name: 'Verify all' }).click();
  await page.getByRole('region', { name: 'Key figures' }).getByText('Damaged').waitFor();
  await take('damaged-overview');
  await page.getByRole('button', { name: 'Repair…' }).first().click();
  await page.getByRole('button', { name: 'Write a repaired copy' }).waitFor();
  await take('repair');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Edit…' }).click();
  await take('metadata');
  await page.keyboard.press('Escape');
  await view('Chunks');
  await take('damaged-chunks');
  await view('Data');
  const views = page.getByRole('group', { name: 'Views' });
  for (const name of ['Heatmap', 'Histogram', 'Line']) {
    const toggle = views.getByRole('button', { name });
    if (await toggle.isDisabled()) continue;
    if ((await toggle.getAttribute('aria-pressed')) !== 'true') await toggle.click();
  }
  await take('plots');
  await page.getByRole('button', { name: 'Export values…' }).click();
  await take('export-values');
  await page.keyboard.press('Escape');
}
