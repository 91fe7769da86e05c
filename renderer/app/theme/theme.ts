import type { Settings } from '../../../shared/contract/settings.js';

/** What `data-theme` on the root element says, and the tokens follow. */
export type Theme = Exclude<Settings['theme'], 'system'>;

/** Questions to the system, as media queries. */
export const themeQueries = {
  dark: '(prefers-color-scheme: dark)',
  moreContrast: '(prefers-contrast: more)',
  forcedColors: '(forced-colors: active)',
} as const;

/** Where the last setting is kept for public/first-paint.js, which runs before the host can be asked. */
export const themeStorageKey = 'bloscpack-theme';

/** The theme to show: the one that was set, or the one that the system's answers ask for. */
export function resolveTheme(setting: Settings['theme'], system: Record<keyof typeof themeQueries, boolean>): Theme {
  if (setting !== 'system') return setting;
  if (system.moreContrast || system.forcedColors) return 'contrast';
  return system.dark ? 'dark' : 'light';
}
