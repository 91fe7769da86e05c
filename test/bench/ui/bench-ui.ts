import { parseArgs } from 'node:util';
import { type Browser, chromium } from 'playwright';
import { browserNote, browserOptions } from '../../e2e/browser.js';
import { Studio } from '../../e2e/studio.js';
import type { Figure } from './figure.js';
import { measureFiles } from './files.js';
import { measureHuge } from './huge.js';
import { measureJobs } from './jobs.js';
import { measureManyFiles } from './many-files.js';
import { idleFrameMs } from './measures.js';

/** Several figures of one run of the app. */
export type Measure = (studio: Studio) => Promise<readonly Figure[]>;

const measures: readonly { readonly of: string; readonly measure: Measure }[] = [
  { of: 'jobs', measure: measureJobs },
  { of: 'files', measure: measureFiles },
  { of: 'huge containers', measure: measureHuge },
  { of: 'many files', measure: measureManyFiles },
];

/** Measures all, or those that are asked for, each in an app of its own, so many rounds; prints the best of each figure and its reference. */
export async function benchUi(): Promise<void> {
  if (browserNote !== '') return console.log(`bench:ui${browserNote}`);
  const { values } = parseArgs({
    options: { rounds: { type: 'string', default: '3' }, only: { type: 'string' } },
  });
  const wanted = values.only?.split(',') ?? measures.map(({ of }) => of);
  const unknown = wanted.find((name) => measures.every(({ of }) => of !== name));
  if (unknown !== undefined)
    throw new Error(`there is no '${unknown}', only ${measures.map(({ of }) => of).join(', ')}`);
  const browser = await chromium.launch(browserOptions);
  try {
    const rounds: Figure[][] = [];
    for (let round = 0; round < Number(values.rounds); round++) {
      rounds.push(await measureAll(browser, wanted));
    }
    console.log(`the best of ${values.rounds} rounds; idle is the same of a page that does nothing, in the same run`);
    for (const [index, figure] of (rounds[0] ?? []).entries()) printBest(figure, rounds, index);
  } finally {
    await browser.close();
  }
}

async function measureAll(browser: Browser, wanted: readonly string[]): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const { of, measure } of measures.filter((it) => wanted.includes(it.of))) {
    const studio = await Studio.open(browser);
    try {
      const idle = await idleFrameMs(studio.page);
      figures.push({
        what: `longest frame of an idle page, before the figures of ${of}`,
        unit: 'ms',
        aim: 17,
        value: idle,
      });
      figures.push(...(await measure(studio)));
      studio.expectNoFaults();
    } finally {
      await studio.close();
    }
  }
  return figures;
}

function printBest({ what, unit, aim }: Figure, rounds: readonly (readonly Figure[])[], index: number): void {
  const same = rounds.flatMap((figures) => figures[index] ?? []);
  const best = same.reduce((a, b) => (b.value < a.value ? b : a));
  const idle = best.idle === undefined ? '' : `, idle ${best.idle.toFixed(0)} ${unit}`;
  console.log(`${what}: ${best.value.toFixed(0)} ${unit}${idle} (aim: ${aim} ${unit})`);
}
