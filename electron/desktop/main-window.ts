import { join } from 'node:path';
import { BrowserWindow, type BrowserWindowConstructorOptions, screen } from 'electron';
import { channels } from '../../shared/contract/channels.js';
import type { EventMessage } from '../../shared/contract/events.js';
import type { DesktopStore } from './desktop-store.js';
import { watchWindow } from './failures.js';
import { onFirstShow } from './first-show.js';
import { APP_NAME, START_URL } from './identity.js';
import type { LogFile } from './log-file.js';
import { TITLE_BAR_HEIGHT, type WindowTheme } from './theme.js';
import { type DisplayArea, MINIMUM_SIZE, placeWindow, rememberPlace, type WindowPlace } from './window-placement.js';

export interface MainWindowOptions {
  readonly store: DesktopStore;
  readonly theme: WindowTheme;
  readonly log: LogFile;
  /** The page no longer receives events: it was closed, crashed, or is reloading. */
  readonly onUnresponsive: () => void;
  /** Called before the window closes. False keeps it open, because the program is about to quit and may still ask the user. */
  readonly mayClose: () => boolean;
}

/** Moves and resizes within this time are stored once. */
const REMEMBER_AFTER_MS = 400;

/** The one window. It can be closed and opened again while the program runs, as on macOS. */
export class MainWindow {
  readonly #options: MainWindowOptions;
  #window: BrowserWindow | undefined;

  constructor(options: MainWindowOptions) {
    this.#options = options;
  }

  current(): BrowserWindow | undefined {
    return this.#window;
  }

  /** Opens the window, or brings it to the front. */
  show(): void {
    if (this.#window === undefined) {
      this.#open();
      return;
    }
    if (this.#window.isMinimized()) this.#window.restore();
    this.#window.show();
    this.#window.focus();
  }

  send(message: EventMessage): void {
    const contents = this.#window?.webContents;
    if (contents !== undefined && !contents.isDestroyed()) contents.send(channels.event, message);
  }

  /** Stores the window's place for the next start. Call this before the store is closed. */
  rememberPlace(): void {
    const { store } = this.#options;
    const window = this.#window;
    if (window === undefined || window.isDestroyed()) return;
    const place: WindowPlace = { ...window.getNormalBounds(), maximized: window.isMaximized() };
    const display = screen.getDisplayMatching(window.getBounds());
    store.remember({ window: rememberPlace(store.current.window, display, place) });
  }

  #open(): void {
    const { store, theme, log, onUnresponsive, mayClose } = this.#options;
    const place = placeWindow(store.current.window, listDisplays());
    const window = new BrowserWindow({ ...placeOptions(place), ...frameOptions(theme), ...pageOptions() });
    this.#window = window;
    theme.paint(window);
    onFirstShow(window, () => {
      // Not earlier: maximising shows the window.
      if (place.maximized) window.maximize();
      window.show();
    });
    window.webContents.on('did-start-loading', onUnresponsive);
    this.#rememberPlaces(window);
    watchWindow(window, log);
    window.on('close', (event) => {
      if (!mayClose()) event.preventDefault();
    });
    window.on('closed', () => {
      this.#window = undefined;
      onUnresponsive();
    });
    window.loadURL(START_URL).catch((error: unknown) => log.write(`could not load ${START_URL}`, error));
  }

  #rememberPlaces(window: BrowserWindow): void {
    let timer: NodeJS.Timeout | undefined;
    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(() => this.rememberPlace(), REMEMBER_AFTER_MS);
    };
    window.on('resize', soon);
    window.on('move', soon);
    window.on('close', () => this.rememberPlace());
  }
}

/** The primary display first. */
function listDisplays(): readonly [DisplayArea, ...DisplayArea[]] {
  return [screen.getPrimaryDisplay(), ...screen.getAllDisplays()];
}

function placeOptions({ x, y, width, height }: WindowPlace): BrowserWindowConstructorOptions {
  return { x, y, width, height, minWidth: MINIMUM_SIZE.width, minHeight: MINIMUM_SIZE.height };
}

/** The page draws its own title bar; the system draws the window's buttons into it. */
function frameOptions(theme: WindowTheme): BrowserWindowConstructorOptions {
  const common = { title: APP_NAME, show: false, backgroundColor: theme.colors.color };
  return process.platform === 'darwin'
    ? { ...common, titleBarStyle: 'hiddenInset', titleBarOverlay: true, trafficLightPosition: { x: 14, y: 13 } }
    : { ...common, titleBarStyle: 'hidden', titleBarOverlay: { ...theme.colors, height: TITLE_BAR_HEIGHT } };
}

function pageOptions(): BrowserWindowConstructorOptions {
  return {
    webPreferences: {
      preload: join(__dirname, 'preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  };
}
