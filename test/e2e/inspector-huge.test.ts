import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kindOfRow, writeManyChunks, writeSparseContainer } from '../huge-containers.js';
import { idleFrameMs, longestFrameMs, memoryMiB, timeToPaintMs } from './huge-measures.js';
import { InspectorPage } from './inspector-page.js';
import { browserNote, Studio } from './studio.js';

const GIB = 2 ** 30;
/** The machine does other things too: the best of so many counts. */
const ATTEMPTS = 5;
/** An idle page with such a frame, two at 60 Hz, says that the machine has no time for pages. */
const BUSY_MS = 33;
const OVERVIEW_MS = 300;
const MAP_MS = 1000;
/** Frames come every 16.7 ms: three of them are 50, give or take the clock. */
const FRAME_MS = 51;
const MEMORY_MIB = 300;

const containers = [
  { name: 'million.blp', what: '1,000,000 chunks', write: (path: string) => writeManyChunks(path, 1_000_000) },
  { name: 'sparse.blp', what: '200 GiB', write: (path: string) => writeSparseContainer(path, 200 * GIB) },
] as const;

let studio: Studio;
let inspector: InspectorPage;

describe.skipIf(browserNote !== '')(`huge containers in the Inspector${browserNote}`, () => {
  beforeAll(async () => {
    studio = await Studio.open();
    inspector = new InspectorPage(studio);
    for (const { name, write } of containers) write(studio.path(name));
  });
  afterAll(() => studio.close());

  it('shows the values of the last of a million rows', async () => {
    await inspector.open('million.blp');
    await inspector.show('Data');
    await inspector.cell(0, 0).getByText('0.0').waitFor();
    await inspector.goTo('999999, 63');
    await expect.poll(async () => Number(await inspector.cell(999_999, 63).innerText())).toBe(kindOfRow(999_999)[63]);
    await expect.poll(() => inspector.details.innerText()).toContain('999,999');
    await inspector.close('million.blp');
    studio.expectNoFaults();
  });

  describe.each(containers)('of $what', ({ name }) => {
    beforeAll(() => inspector.open(name));
    afterAll(() => inspector.close(name));

    it('shows Overview within 300 ms and the map within 1 s', async ({ annotate }) => {
      const figures = `document.querySelector('[aria-label="Key figures"]')`;
      const overviewMs = await bestOf(OVERVIEW_MS, async () => {
        await inspector.close(name);
        return timeToPaintMs(studio.page, recentFile(name), figures);
      });
      const mapMs = await bestOf(MAP_MS, async () => {
        await inspector.show('Overview');
        return timeToPaintMs(studio.page, `document.querySelector('#inspector-tab-chunks')`, mapIsDrawn);
      });
      await annotate(`Overview ${overviewMs.toFixed(0)} ms, map ${mapMs.toFixed(0)} ms`);
      expect(overviewMs).toBeLessThan(OVERVIEW_MS);
      expect(mapMs).toBeLessThan(MAP_MS);
      studio.expectNoFaults();
    });

    it.for([
      { view: 'Chunks', grid: 'Chunks' },
      { view: 'Data', grid: 'Values' },
      { view: 'Bytes', grid: 'Bytes of the file' },
    ] as const)('scrolls $grid without a frame of 50 ms', async ({ view, grid }, { annotate, skip }) => {
      await inspector.show(view);
      const scroller = studio.page.getByRole('grid', { name: grid, exact: true });
      await scroller.getByRole('gridcell').nth(20).waitFor();
      const frameMs = await bestOf(FRAME_MS, () => longestFrameMs(scroller));
      await annotate(`longest frame ${frameMs.toFixed(1)} ms`);
      if (frameMs >= FRAME_MS) {
        const idleMs = await idleFrameMs(studio.page);
        if (idleMs >= BUSY_MS) {
          skip(`the machine is too busy to tell: an idle page had a frame of ${idleMs.toFixed(0)} ms`);
        }
      }
      expect(frameMs).toBeLessThan(FRAME_MS);
      studio.expectNoFaults();
    });

    it('takes less than 300 MiB in the host and the page together', async ({ annotate }) => {
      const { host, page } = await memoryMiB(studio);
      await annotate(`host ${host.toFixed(0)} MiB, page ${page.toFixed(0)} MiB`);
      expect(host + page).toBeLessThan(MEMORY_MIB);
    });
  });
});

function recentFile(name: string): string {
  return `[...document.querySelectorAll('[aria-label="Recent files"] button')].find(({ textContent }) => textContent.includes('${name}'))`;
}

/** The map is there once its values are, and draws them before the page is painted. */
const mapIsDrawn = `document.querySelector('[aria-roledescription="map of chunks"] canvas')?.width > 300`;

/** The best of a few, or the first that is below the limit. */
async function bestOf(limitMs: number, measure: () => Promise<number>): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < ATTEMPTS && best >= limitMs; attempt++) best = Math.min(best, await measure());
  return best;
}
