import type { Settings } from '../../../shared/contract/settings.js';

/** The value of `data-theme` on the root element, which selects the colour tokens. */
export type Theme = Exclude<Settings['theme'], 'system'>;

/** Media queries for the system's preferences. */
export const themeQueries = {
  dark: '(prefers-color-scheme: dark)',
  moreContrast: '(prefers-contrast: more)',
  forcedColors: '(forced-colors: active)',
} as const;

/** Key of the last setting in localStorage, for public/first-paint.js, which runs before the host can be called. */
export const themeStorageKey = 'bloscpack-theme';

/** The theme to show: the one of the settings, or the one that the system prefers. */
export function resolveTheme(setting: Settings['theme'], system: Record<keyof typeof themeQueries, boolean>): Theme {
  if (setting !== 'system') return setting;
  if (system.moreContrast || system.forcedColors) return 'contrast';
  return system.dark ? 'dark' : 'light';
}
