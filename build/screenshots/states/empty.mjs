/** @param {import('../app.mjs').App} app */
export async function takeEmptyPlaces(app) {
  const { page } = app;
  await app.take('home-first-start');
  await app.press('Dismiss');
  await app.take('home-empty');
  for (const place of /** @type {const} */ (['Jobs', 'Inspector', 'Compare', 'Settings'])) {
    await app.openView(place);
    // What the machine has is asked first.
    if (place === 'Compare') await page.getByRole('combobox', { name: 'Built-in data' }).waitFor();
    await app.take(`${place.toLowerCase()}-empty`);
  }
  await page.keyboard.press('F1');
  await app.take('keys');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+Shift+P');
  await app.take('commands');
  await page.getByRole('combobox').last().fill('no such command');
  await app.take('commands-none');
  await page.keyboard.press('Escape');
  await app.openView('Home');
  await app.press(/^What is Bloscpack/);
  await app.take('what-is-bloscpack');
  await page.keyboard.press('Escape');
  await app.openView('Inspector');
  await app.press('Open address…');
  await page.getByRole('textbox', { name: 'Address' }).fill('run.blp');
  await page.keyboard.press('Enter');
  await app.take('address');
  await page.keyboard.press('Escape');
  await takeSettings(app);
}

/**
 * Every group of the settings, and their search.
 *
 * @param {import('../app.mjs').App} app
 */
async function takeSettings(app) {
  const { page } = app;
  await app.openView('Settings');
  const links = page.getByRole('navigation', { name: 'Settings groups' }).getByRole('button');
  for (const name of await links.allInnerTexts()) {
    // Those are no groups, and save and choose a file.
    if (/^(Import|Export) /.test(name)) continue;
    const link = links.filter({ hasText: name });
    await app.take(`settings-${name.toLowerCase().replaceAll(' ', '-')}`, { before: () => link.click() });
  }
  await app.press('Licences');
  await page.getByRole('region', { name: 'Licence texts' }).waitFor();
  await app.take('licences');
  await page.keyboard.press('Escape');
  await page.getByRole('searchbox', { name: 'Search settings' }).fill('chunk');
  await app.take('settings-search');
  await page.getByRole('searchbox', { name: 'Search settings' }).fill('no such setting');
  await app.take('settings-none');
}
