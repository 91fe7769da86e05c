import AxeBuilder from '@axe-core/playwright';
import { expect } from 'vitest';
import type { Studio } from './studio.js';

type Page = Studio['page'];

/** The themes, of which the first is checked by all rules. */
export const themes = ['Light', 'Dark', 'Contrast'] as const;
export type Theme = (typeof themes)[number];

/** The rules whose result may differ between themes, which change colours only. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

/** @param where name of the part of the app, for the message */
export async function expectAccessible(page: Page, where: string, theme: Theme = 'Light'): Promise<void> {
  // axe needs its own page only for frames of other origins.
  const axe = new AxeBuilder({ page }).setLegacyMode(true);
  const { violations } = await (theme === 'Light' ? axe : axe.withRules(COLOUR_RULES)).analyze();
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${where}: ${id}: ${target.join(' ')}: ${failureSummary}`),
  );
  expect(found).toEqual([]);
}
