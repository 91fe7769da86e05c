import type { Page } from 'playwright';

/** Presses the start button of the list, whose text must match `text`. */
export async function start(page: Page, text: RegExp): Promise<void> {
  await page
    .getByRole('contentinfo')
    .or(page.getByRole('region', { name: 'Dropped items' }))
    .getByRole('button', { name: text })
    .click();
}

/** Adds files of the root through the page's file browser. */
export async function chooseFiles(page: Page, names: readonly string[]): Promise<void> {
  await page.getByRole('button', { name: /^Choose files/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Choose files' });
  for (const name of names) {
    const cell = page.getByRole('gridcell', { name, exact: true });
    await dialog
      .getByRole('row')
      .filter({ has: cell })
      .click({ modifiers: ['Control'] });
  }
  await dialog.getByRole('button', { name: `Add ${names.length} item${names.length === 1 ? '' : 's'}` }).click();
  await dialog.waitFor({ state: 'detached' });
}

/** Chooses one of the presets of the card. */
export async function choosePreset(page: Page, name: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Compression preset' }).selectOption(name);
}
