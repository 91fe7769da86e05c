import { type BrowserWindow, nativeTheme } from 'electron';
import type { Settings } from '../../shared/contract/settings.js';
import type { Host } from '../host/host.js';

type Theme = Settings['theme'];

/** Height of the page's own title bar, in which the system draws the window's buttons. */
export const TITLE_BAR_HEIGHT = 40;

/** `--chrome` and `--ink` of the design tokens, which the main process cannot read. */
const titleBarColors = {
  light: { color: '#eceff3', symbolColor: '#161b22' },
  dark: { color: '#0b0e11', symbolColor: '#e7eaee' },
  contrast: { color: '#000000', symbolColor: '#ffffff' },
} as const;

/** Keeps the system's parts of the window (dialogs, menus, title bar) in the theme of the settings. */
export class WindowTheme {
  #theme: Theme = 'system';

  get colors(): { readonly color: string; readonly symbolColor: string } {
    if (this.#theme === 'contrast') return titleBarColors.contrast;
    return nativeTheme.shouldUseDarkColors ? titleBarColors.dark : titleBarColors.light;
  }

  get current(): Theme {
    return this.#theme;
  }

  set(theme: Theme): void {
    this.#theme = theme;
    // The high-contrast theme is dark; the system has no such setting for a single program.
    nativeTheme.themeSource = theme === 'contrast' ? 'dark' : theme;
  }

  /** Paints the title bar of a window now and whenever the theme changes, until the window is closed. */
  paint(window: BrowserWindow): void {
    if (process.platform === 'darwin') return;
    const paint = () => window.setTitleBarOverlay({ ...this.colors, height: TITLE_BAR_HEIGHT });
    nativeTheme.on('updated', paint);
    window.on('closed', () => nativeTheme.off('updated', paint));
  }
}

/** The theme of the settings, now and whenever it changes; `changed` is called after each change. */
export async function onTheme(host: Host, theme: WindowTheme, changed: () => void): Promise<void> {
  host.subscribe((event) => {
    if (event.name !== 'settings.changed') return;
    // The event's name decides the payload's type, which the compiler does not infer here.
    theme.set((event.payload as { readonly settings: Settings }).settings.theme);
    changed();
  });
  const settings = await host.dispatch('settings.get', undefined);
  // The host's response to a call of that name.
  if (settings.ok) theme.set((settings.value as Settings).theme);
}
