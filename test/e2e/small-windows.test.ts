import { writeFileSync } from 'node:fs';
import type { Locator } from 'playwright';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { browserNote } from './browser.js';
import { Drag } from './drop-on-page.js';
import { chooseFiles } from './intake.js';
import { openStudio } from './open-studio.js';
import type { Studio } from './studio.js';

let studio: Studio;

describe.skipIf(browserNote !== '')(`what is in a small window${browserNote}`, () => {
  beforeEach(async () => {
    studio = await openStudio();
    writeFileSync(studio.path('counts.raw'), Buffer.from(Uint16Array.from({ length: 50_000 }, (_, at) => at).buffer));
  });
  afterEach(() => studio.close());

  it.each([
    [1440, 900],
    [640, 400],
  ])('keeps all of the dialog that describes raw bytes inside it, at %d × %d', async (width, height) => {
    const { page } = studio;
    await page.setViewportSize({ width, height });
    await chooseFiles(page, ['counts.raw']);
    await page.getByRole('button', { name: 'More about counts.raw' }).click();
    await page.getByRole('menuitem', { name: 'Import as an array…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Import counts.raw' });
    await dialog.getByText('typesize 8').waitFor();
    expect(await overhanging(dialog)).toEqual([]);
    studio.expectNoFaults();
  });

  it('keeps what a drop would do inside its frame, at 640 × 400', async () => {
    const { page } = studio;
    await page.setViewportSize({ width: 640, height: 400 });
    await new Drag(page, [studio.path('counts.raw'), studio.path('counts.raw')]).hover();
    const words = page.getByRole('status', { name: 'Drop files' }).locator('> div');
    const box = await words.boundingBox();
    expect(box?.x).toBeGreaterThanOrEqual(12);
    expect((box?.x ?? 0) + (box?.width ?? 640)).toBeLessThanOrEqual(640 - 12);
    studio.expectNoFaults();
  });
});

/** The elements that reach over the right edge of a pane, as their tags and texts. */
function overhanging(pane: Locator): Promise<string[]> {
  return pane.evaluate((element) => {
    const { right } = element.getBoundingClientRect();
    return [...element.querySelectorAll('*')]
      .filter((inner) => inner.getBoundingClientRect().right > right)
      .map(({ tagName, textContent }) => `${tagName} ${textContent.slice(0, 20)}`);
  });
}
