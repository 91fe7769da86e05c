import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { resolveTheme, themeQueries, themeStorageKey } from '../../../renderer/app/theme/theme.js';

const settings = ['system', 'light', 'dark', 'contrast'] as const;
const systems = [0, 1, 2, 3, 4, 5, 6, 7].map((bits) => ({
  dark: (bits & 1) > 0,
  moreContrast: (bits & 2) > 0,
  forcedColors: (bits & 4) > 0,
}));
const script = readFileSync(fileURLToPath(new URL('../../../renderer/public/first-paint.js', import.meta.url)), 'utf8');

function themeOfFirstPaint(setting: string | undefined, system: (typeof systems)[number]): string | undefined {
  const dataset: { theme?: string } = {};
  const answers = Object.entries(themeQueries).map(([name, query]) => [query, system[name as keyof typeof system]]);
  runInNewContext(script, {
    document: { documentElement: { dataset } },
    localStorage: { getItem: (key: string) => (key === themeStorageKey ? (setting ?? null) : null) },
    matchMedia: (query: string) => ({ matches: Object.fromEntries(answers)[query] }),
  });
  return dataset.theme;
}

describe.each(settings)('with the setting %s', (setting) => {
  it('has the same theme at the first paint and later', () => {
    for (const system of systems) expect(themeOfFirstPaint(setting, system)).toBe(resolveTheme(setting, system));
  });
});

it('follows the system without a stored setting, or with an invalid one', () => {
  for (const system of systems) {
    expect(themeOfFirstPaint(undefined, system)).toBe(resolveTheme('system', system));
    expect(themeOfFirstPaint('pink', system)).toBe(resolveTheme('system', system));
  }
});

it('prefers high contrast to dark', () => {
  expect(resolveTheme('system', { dark: true, moreContrast: true, forcedColors: false })).toBe('contrast');
});
