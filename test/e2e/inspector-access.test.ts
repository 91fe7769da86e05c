import { copyFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectAccessible, themes } from './accessible.js';
import { browserNote } from './browser.js';
import { packGrid, type Shape, truthOf } from './inspector-files.js';
import { InspectorPage, type View } from './inspector-page.js';
import { focusByPanes, hasFocus, pressUntil, typeAhead } from './keys.js';
import { openStudio } from './open-studio.js';
import type { Studio } from './studio.js';

const shape: Shape = [168, 64];
const views: readonly View[] = ['Overview', 'Data', 'Chunks', 'Bytes'];

let studio: Studio;
let inspector: InspectorPage;

describe.skipIf(browserNote !== '')(`access to the Inspector${browserNote}`, () => {
  beforeAll(async () => {
    studio = await openStudio();
    inspector = new InspectorPage(studio);
    packGrid(studio.path('small.blp'), shape, ['--chunk-size', '16K']);
    await inspector.open('small.blp');
    await inspector.close('small.blp');
  });
  beforeEach(() => studio.visit());
  afterAll(() => studio.close());

  it('opens a file and reaches its tabs and the parts of each with the keyboard only', async () => {
    const { page } = studio;
    const { keyboard } = page;
    const truth = truthOf(studio.path('small.blp'));
    await keyboard.press('Control+3');
    await tabTo(page.getByRole('button', { name: /small\.blp/ }));
    await keyboard.press('Enter');
    await inspector.waitForFile('small.blp');

    await focusByPanes(page, inspector.viewTab('Overview'));
    await keyboard.press('ArrowRight');
    await focused(inspector.viewTab('Data'));
    await keyboard.press('End');
    await focused(inspector.viewTab('Bytes'));
    await keyboard.press('Alt+3');
    await inspector.panel('Chunks').waitFor();

    await focusByPanes(page, inspector.tree);
    await keyboard.press('Home');
    await keyboard.press('ArrowLeft');
    await expect.poll(() => inspector.node('Bloscpack header').getAttribute('aria-expanded')).toBe('false');
    await keyboard.press('ArrowRight');
    await expect.poll(() => inspector.node('Bloscpack header').getAttribute('aria-expanded')).toBe('true');
    await keyboard.press('ArrowRight');
    await expect.poll(() => inspector.node('magic').getAttribute('aria-selected')).toBe('true');
    await inspector.node('Chunk 2').waitFor();
    await typeAhead(page, 'Chunk 2', async () => /^(Unfold)?\s*Chunk 2/.test(await activeText()));
    await inspector.details.getByRole('heading', { name: 'Chunk 2' }).waitFor();

    await focusByPanes(page, inspector.map);
    await keyboard.press('ArrowRight');
    await inspector.details.getByRole('heading', { name: 'Chunk 3' }).waitFor();
    await expect
      .poll(() => page.getByRole('status').allInnerTexts())
      .toContainEqual(expect.stringMatching(/^Chunk 3, /));

    await focusByPanes(page, inspector.chunkTable);
    await keyboard.press('Home');
    await keyboard.press('ArrowDown');
    await expect.poll(() => inspector.chunkRow(1).getAttribute('aria-selected')).toBe('true');
    await keyboard.press(']');
    await expect.poll(() => inspector.chunkRow(2).getAttribute('aria-selected')).toBe('true');
    await keyboard.press('Shift+F10');
    await page.getByRole('menuitem', { name: 'Show in Bytes' }).waitFor();
    await keyboard.press('Escape');

    await keyboard.press('Alt+2');
    await inspector.panel('Data').waitFor();
    await focusByPanes(page, inspector.grid);
    await keyboard.press('Control+Home');
    await keyboard.press('ArrowDown');
    await keyboard.press('ArrowRight');
    await inspector.details.getByText('[1, 1]', { exact: true }).waitFor();
    await keyboard.press('Control+End');
    await inspector.details.getByText('[167, 63]', { exact: true }).waitFor();

    await keyboard.press('Alt+4');
    await inspector.panel('Bytes').waitFor();
    await keyboard.press('Control+g');
    await keyboard.type('chunk 4');
    await keyboard.press('Enter');
    await focusByPanes(page, inspector.hex);
    const start = truth.offsets[4] ?? 0;
    await expectActiveByte(start);
    await keyboard.press('ArrowRight');
    await expectActiveByte(start + 1);

    await keyboard.press('Control+w');
    await page.getByRole('region', { name: 'Recent files' }).waitFor();
    studio.expectNoFaults();
  });

  it('has the row and column counts of the whole grid, not only of the drawn part', async () => {
    await inspector.open('small.blp');
    await inspector.show('Data');
    await inspector.cell(0, 0).waitFor();
    await expect.poll(() => counts(inspector.grid)).toEqual(['169', '65']);
    await expect
      .poll(() => inspector.grid.getByRole('columnheader', { name: '5', exact: true }).getAttribute('aria-colindex'))
      .toBe('7');
    await expect
      .poll(() => inspector.grid.getByRole('rowheader', { name: 'chunk 0 0' }).getAttribute('aria-colindex'))
      .toBe('1');
    await inspector.show('Bytes');
    await inspector.byte(0).waitFor();
    await expect.poll(async () => (await counts(inspector.hex))[1]).toBe('17');
    await expect.poll(() => inspector.byte(3).getAttribute('aria-colindex')).toBe('5');
    await expect
      .poll(() => inspector.byte(3).getAttribute('aria-label'))
      .toBe('offset 0x3, value 0x6B, character k, field magic, Bloscpack header');
    await inspector.show('Chunks');
    await inspector.chunkRow(0).getByText('BloscLZ').waitFor();
    await expect.poll(async () => (await counts(inspector.chunkTable))[0]).toBe('7');
    await expect
      .poll(() => inspector.chunkTable.getByRole('columnheader', { name: 'Ratio' }).getAttribute('aria-colindex'))
      .toBe('5');
    const row = inspector.node('typesize');
    await expect.poll(() => row.getAttribute('aria-level')).toBe('2');
    await expect.poll(() => row.getAttribute('aria-posinset')).toBe('5');
    await expect.poll(() => row.getAttribute('aria-setsize')).toBe('9');
    studio.expectNoFaults();
  });

  it('keeps the shown tab and the reason of a refused place in view when the window becomes narrow', async () => {
    const { page } = studio;
    await page.setViewportSize({ width: 1440, height: 900 });
    const names = Array.from({ length: 7 }, (_, at) => `narrow-${at}.blp`);
    for (const name of names) copyFileSync(studio.path('small.blp'), studio.path(name));
    for (const name of names) await inspector.open(name);
    await inspector.show('Data');
    await inspector.cell(0, 0).waitFor();
    await inspector.goTo('5000, 1');
    const reason = page.getByText('Index 5000 is out of bounds');
    await reason.waitFor();
    for (const width of [1100, 640]) {
      await page.setViewportSize({ width, height: 500 });
      await expect.poll(() => isInside(inspector.panel('Data'), reason)).toBe(true);
      const tabs = page.getByRole('tablist', { name: 'Open files' });
      await expect.poll(() => isInside(tabs, tabs.locator('[aria-selected="true"]'))).toBe(true);
    }
    studio.expectNoFaults();
  });

  it.each(themes)('has no axe violations in any tab in the theme %s', async (theme) => {
    await studio.go('Settings');
    await studio.page.getByRole('radio', { name: theme, exact: true }).click();
    await inspector.open('small.blp');
    // Fewer rows and cells of each kind are enough.
    await studio.page.setViewportSize({ width: 1200, height: 560 });
    for (const view of views) {
      await inspector.show(view);
      await expect
        .poll(() =>
          inspector
            .panel(view)
            .getByLabel(/^(Loading|Reading)/)
            .count(),
        )
        .toBe(0);
      if (view === 'Chunks') await inspector.chunkRow(1).click();
      await expectAccessible(studio.page, view, theme);
    }
    studio.expectNoFaults();
  });
});

type Locator = InspectorPage['tree'];

/** Whether all of the inner one is within the outer one, from left to right. */
async function isInside(outer: Locator, inner: Locator): Promise<boolean> {
  const [around, box] = await Promise.all([outer.boundingBox(), inner.boundingBox()]);
  return around !== null && box !== null && box.x >= around.x - 1 && box.x + box.width <= around.x + around.width + 1;
}

function counts(grid: Locator): Promise<readonly (string | null)[]> {
  return Promise.all(['aria-rowcount', 'aria-colcount'].map((name) => grid.getAttribute(name)));
}

async function focused(control: Locator): Promise<void> {
  await expect.poll(() => hasFocus(control)).toBe(true);
}

async function tabTo(control: Locator): Promise<void> {
  await control.waitFor();
  await pressUntil(studio.page, 'Tab', () => hasFocus(control));
}

/** Of the part of a grid or tree that has the focus by `aria-activedescendant`. */
async function active(): Promise<Locator> {
  const id = await studio.page.locator(':focus').getAttribute('aria-activedescendant');
  return studio.page.locator(`[id="${id}"]`);
}

async function activeText(): Promise<string> {
  return (await active()).innerText();
}

async function expectActiveByte(offsetBytes: number): Promise<void> {
  const label = new RegExp(`^offset 0x${offsetBytes.toString(16)}, value 0x`, 'i');
  await expect.poll(async () => (await active()).getAttribute('aria-label')).toMatch(label);
}
