/** @typedef {import('../app.mjs').App} App */

/**
 * A comparison under way and all of its results, and the formats end to end.
 *
 * @param {App} app
 */
export async function takeComparison(app) {
  const { page } = app;
  await app.press('Dismiss');
  await app.openView('Compare');
  await app.press('Choose a file…');
  await app.add(['stations.npy']);
  await page.getByText('Balanced', { exact: true }).click();
  await page.getByText(/settings, about/).waitFor();
  await app.take('compare-plan');
  await app.press(/^Run \d/);
  await page.getByRole('button', { name: 'Stop and keep results' }).waitFor();
  await page.locator('tr[id^="row-"]').nth(2).waitFor();
  await app.take('compare-running');
  await page.getByRole('region', { name: 'Running comparison' }).getByRole('button', { name: 'Pause' }).click();
  await app.take('compare-paused');
  await page.getByRole('region', { name: 'Running comparison' }).getByRole('button', { name: 'Resume' }).click();
  await page.getByText(/round trips exact$/).waitFor({ timeout: 600_000 });
  await takeResults(app);
  await takeRuns(app);
  await takeFormats(app);
}

/** @param {App} app */
async function takeResults(app) {
  const { page } = app;
  await app.take('compare-file');
  const headings = page.getByRole('heading', { level: 2 });
  const count = await headings.count();
  for (let index = 0; index < count; index++) {
    const heading = headings.nth(index);
    await app.take(`compare-part-${index}`, {
      before: () => heading.evaluate((element) => element.scrollIntoView({ block: 'start' })),
    });
  }
  await page.locator('tr[id^="row-"]').first().focus();
  await page.keyboard.press('Enter');
  const row = page.locator('tr[id^="row-"]').first();
  await app.take('compare-repeats', {
    before: () => row.evaluate((element) => element.scrollIntoView({ block: 'center' })),
  });
  await page.keyboard.press('t');
  await app.take('compare-tables');
  await page.keyboard.press('t');
  await app.press('Use for this file…');
  await page.getByRole('dialog').getByText('Output').waitFor();
  await app.take('compare-apply');
  await page.keyboard.press('Escape');
}

/** @param {App} app */
async function takeRuns(app) {
  const { page } = app;
  await app.press('Export');
  await app.take('compare-export');
  await page.keyboard.press('Escape');
  await app.press('Saved runs…');
  await page.getByRole('dialog').getByRole('row').nth(1).waitFor();
  await app.take('compare-runs');
  await page.getByRole('dialog').getByRole('button', { name: 'Overlay' }).first().click();
  await app.take('compare-overlay');
  const factors = page.getByRole('heading', { name: /setting by setting/i });
  if ((await factors.count()) > 0) {
    await app.take('compare-run-to-run', {
      before: () => factors.first().evaluate((element) => element.scrollIntoView({ block: 'start' })),
    });
  }
  await app.press('Remove');
}

/** @param {App} app */
async function takeFormats(app) {
  const { page } = app;
  await page.getByText('Formats end to end', { exact: true }).click();
  await page.getByRole('button', { name: /^Measure \d/ }).waitFor();
  await app.take('formats-plan');
  await page.getByText('A file', { exact: true }).click();
  await app.press('Choose a .npy file…');
  await app.add(['stations.npy']);
  await app.press(/^Measure \d/);
  await page.getByRole('button', { name: 'Stop and keep results' }).waitFor();
  await app.take('formats-running');
  await page.getByRole('button', { name: 'Stop and keep results' }).waitFor({ state: 'detached', timeout: 600_000 });
  await app.take('formats');
  await page.getByText('Benchmark of 2014', { exact: true }).click();
  await app.take('formats-2014');
}
