import { useEffect } from 'react';
import { useSettings } from '../settings-context.js';
import { resolveTheme, themeQueries, themeStorageKey } from './theme.js';

/** Keeps the page in the theme of the settings; `system` follows the system's preferences. */
export function useTheme(): void {
  const { theme } = useSettings().settings;
  useEffect(() => {
    const dark = matchMedia(themeQueries.dark);
    const moreContrast = matchMedia(themeQueries.moreContrast);
    const forcedColors = matchMedia(themeQueries.forcedColors);
    const show = () => {
      document.documentElement.dataset.theme = resolveTheme(theme, {
        dark: dark.matches,
        moreContrast: moreContrast.matches,
        forcedColors: forcedColors.matches,
      });
    };
    show();
    localStorage.setItem(themeStorageKey, theme);
    const lists = [dark, moreContrast, forcedColors];
    for (const list of lists) list.addEventListener('change', show);
    return () => {
      for (const list of lists) list.removeEventListener('change', show);
    };
  }, [theme]);
}
