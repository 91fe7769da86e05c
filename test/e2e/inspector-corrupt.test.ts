import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixturePath, manifest } from '../fixtures.js';
import { browserNote } from './browser.js';
import { Drag } from './drop-on-page.js';
import { InspectorPage, type View } from './inspector-page.js';
import { openStudio } from './open-studio.js';
import type { Studio } from './studio.js';

const views: readonly View[] = ['Overview', 'Data', 'Chunks', 'Bytes'];
const names = manifest.corrupt.map(({ file }) => file.replace('corrupt/', ''));
/** Texts that only programmers should see. */
const programmersWords =
  /\bat \S+ \(|Error:|undefined|NaN\b(?!\n)|\[object|TypeError|RangeError|node:internal|is not a function/;
/** Files whose problem is shown in one view, not as damage of the file. */
const oddities: Readonly<Record<string, RegExp>> = {
  'trailing_garbage.blp': /behind the last chunk|after the last chunk|trailing/i,
  'metadata_magic_unknown.blp': /unknown format/,
};

let studio: Studio;
let inspector: InspectorPage;

describe.skipIf(browserNote !== '')(`damaged containers in the Inspector${browserNote}`, () => {
  beforeAll(async () => {
    studio = await openStudio();
    inspector = new InspectorPage(studio);
    await inspector.go();
    const paths = names.map((name) => fixturePath('corrupt', name));
    await new Drag(studio.page, paths).drop();
    await inspector.fileTabs.nth(names.length - 1).waitFor();
  });
  afterAll(() => studio.close());

  it.each(names)('opens %s and says what is wrong', async (name) => {
    await inspector.fileTab(name).click();
    await inspector.waitForFile(name);
    const overview = inspector.panel('Overview');
    await overview.getByRole('heading', { level: 2 }).first().waitFor();
    const oddity = oddities[name];
    if (oddity) await expect.poll(() => words()).toMatch(oddity);
    else await expectDamageSaid(name);
    for (const view of views) {
      await inspector.show(view);
      const panel = inspector.panel(view);
      await expect.poll(() => panel.getByLabel(/^(Loading|Reading)/).count()).toBe(0);
      expect(await words()).not.toMatch(programmersWords);
      await expect.poll(async () => (await panel.innerText()).length).toBeGreaterThan(10);
    }
    studio.expectNoFaults();
  });
});

/** A notice with at least one whole sentence, and a mark on the tab. */
async function expectDamageSaid(name: string): Promise<void> {
  const notice = inspector.panel('Overview').getByRole('alert').first();
  await expect.poll(() => notice.innerText()).toMatch(/[A-Z'].{15,}\./s);
  await expect.poll(() => inspector.fileTab(name).textContent()).toContain('damaged');
}

function words(): Promise<string> {
  return studio.page.getByRole('main').innerText();
}
