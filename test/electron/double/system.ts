import { EventEmitter } from 'node:events';
import type {
  Dialog,
  Display,
  Menu,
  MenuItem,
  MenuItemConstructorOptions,
  NativeImage,
  NativeTheme,
  PowerSaveBlocker,
  Screen,
  Session,
  Shell,
} from 'electron';

/**
 * The system around the program, of which there is none here: dialogs are dismissed, menus and notifications are kept but not
 * shown, and the rest does nothing. A test that expects something of them replaces the method, as it would in real Electron.
 */

export const dialog = {
  showOpenDialog: async () => ({ canceled: true, filePaths: [] }),
  showMessageBox: async () => ({ response: 0, checkboxChecked: false }),
  showErrorBox: (title: string, content: string) => {
    process.stderr.write(`${title}: ${content}\n`);
  },
} satisfies Pick<Dialog, 'showOpenDialog' | 'showMessageBox' | 'showErrorBox'>;

export const shell = {
  openExternal: async () => undefined,
  showItemInFolder: () => undefined,
  trashItem: async () => undefined,
} satisfies Pick<Shell, 'openExternal' | 'showItemInFolder' | 'trashItem'>;

const blockers = new Set<number>();

export const powerSaveBlocker = {
  start: () => {
    blockers.add(blockers.size + 1);
    return blockers.size;
  },
  stop: (id: number) => blockers.delete(id),
  isStarted: (id: number) => blockers.has(id),
} satisfies Pick<PowerSaveBlocker, 'start' | 'stop' | 'isStarted'>;

export const session = {
  defaultSession: {
    setPermissionRequestHandler: () => undefined,
    setPermissionCheckHandler: () => undefined,
    on: () => undefined,
  } satisfies {
    readonly [Name in keyof Pick<Session, 'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'on'>]: unknown;
  },
};

type Area = Pick<Display, 'id' | 'bounds' | 'workArea'>;
const display: Area = {
  id: 1,
  bounds: { x: 0, y: 0, width: 1920, height: 1080 },
  workArea: { x: 0, y: 0, width: 1920, height: 1040 },
};

export const screen = {
  getPrimaryDisplay: () => display,
  getAllDisplays: () => [display],
  getDisplayMatching: () => display,
} satisfies {
  readonly [Name in keyof Pick<Screen, 'getPrimaryDisplay' | 'getAllDisplays' | 'getDisplayMatching'>]: () =>
    | Area
    | Area[];
};

export class StandInNativeTheme
  extends EventEmitter
  implements Pick<NativeTheme, 'themeSource' | 'shouldUseDarkColors'>
{
  private source: NativeTheme['themeSource'] = 'system';

  get themeSource(): NativeTheme['themeSource'] {
    return this.source;
  }

  set themeSource(source: NativeTheme['themeSource']) {
    this.source = source;
    this.emit('updated');
  }

  get shouldUseDarkColors(): boolean {
    return this.source === 'dark';
  }
}

/** An item of a menu, as the program gave it. */
export class StandInMenuItem implements Pick<MenuItem, 'id' | 'label' | 'click'> {
  readonly id: string;
  readonly label: string;
  readonly accelerator: string | undefined;
  readonly checked: boolean;
  readonly submenu: StandInMenu | undefined;
  readonly click: () => void;

  constructor(options: MenuItemConstructorOptions) {
    this.id = options.id ?? '';
    this.label = options.label ?? options.role ?? '';
    this.accelerator = options.accelerator;
    this.checked = options.checked ?? false;
    this.submenu = Array.isArray(options.submenu) ? new StandInMenu(options.submenu) : undefined;
    // A click from a test names neither window nor event.
    this.click = () => (options.click as (() => void) | undefined)?.();
  }
}

export class StandInMenu implements Pick<Menu, 'popup'> {
  private static current: StandInMenu | null = null;
  readonly items: readonly StandInMenuItem[];

  constructor(template: readonly MenuItemConstructorOptions[] = []) {
    this.items = template.map((options) => new StandInMenuItem(options));
  }

  static buildFromTemplate(template: readonly MenuItemConstructorOptions[]): StandInMenu {
    return new StandInMenu(template);
  }

  static setApplicationMenu(menu: StandInMenu | null): void {
    StandInMenu.current = menu;
  }

  static getApplicationMenu(): StandInMenu | null {
    return StandInMenu.current;
  }

  getMenuItemById(id: string): StandInMenuItem | null {
    for (const item of this.items) {
      const found = item.id === id ? item : item.submenu?.getMenuItemById(id);
      if (found) return found;
    }
    return null;
  }

  popup(): void {
    // Nobody would see it.
  }
}

export class StandInNotification extends EventEmitter {
  readonly title: string;
  readonly body: string;

  constructor({ title = '', body = '' }: { title?: string; body?: string }) {
    super();
    this.title = title;
    this.body = body;
  }

  static isSupported(): boolean {
    return true;
  }

  show(): void {
    // Nobody would see it.
  }
}

const PNG_MAGIC = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

export const nativeImage = {
  /** Empty for what is no PNG, which is how Electron says that it could not be decoded. */
  createFromBuffer(buffer: Buffer): Pick<NativeImage, 'isEmpty'> {
    const isPng = buffer.subarray(0, 8).equals(PNG_MAGIC) && buffer.subarray(-8, -4).toString('latin1') === 'IEND';
    return { isEmpty: () => !isPng };
  },
};
