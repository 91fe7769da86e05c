import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import type { BrowserWindow, BrowserWindowConstructorOptions, Rectangle } from 'electron';
import type { BrowserContext, CDPSession, Page } from 'playwright';
import type { ChannelMessage, PageAnswer, PageMessage } from './ipc-main.js';
import { lacking, preventable } from './lacking.js';
import { pageScript } from './page-side.js';
import type { Schemes } from './schemes.js';
import { StandInWebContents } from './web-contents.js';

/** What windows need of the rest of the stand-in. */
export interface WindowWorld {
  readonly schemes: Schemes;
  readonly windows: Set<StandInBrowserWindow>;
  context(): BrowserContext;
  deliver(event: object, message: ChannelMessage): Promise<PageAnswer>;
  /** Tells the app of a new window, and of the last one's end. */
  opened(window: StandInBrowserWindow): void;
  allClosed(): void;
}

type Implemented =
  | 'loadURL'
  | 'show'
  | 'focus'
  | 'restore'
  | 'maximize'
  | 'close'
  | 'destroy'
  | 'isVisible'
  | 'isFocused'
  | 'isMinimized'
  | 'isMaximized'
  | 'isDestroyed'
  | 'getBounds'
  | 'getNormalBounds'
  | 'setBounds'
  | 'setProgressBar'
  | 'setTitleBarOverlay'
  | 'getTitle';

/** A window that is a page of headless Chromium. What only a window manager shows is kept as plain state. */
export class StandInBrowserWindow extends EventEmitter implements Pick<BrowserWindow, Implemented> {
  readonly webContents: BrowserWindow['webContents'];
  readonly contents: StandInWebContents;
  private page: Promise<Page>;
  /** Made with each page: a page that hangs listens to no session that is made then. */
  private readonly crashers = new WeakMap<Page, CDPSession>();
  private bounds: Rectangle;
  private visible: boolean;
  private maximized = false;
  private destroyed = false;
  /** An address that the program itself loads, which asks nobody. */
  private loading: string | undefined;

  constructor(
    readonly options: BrowserWindowConstructorOptions,
    private readonly world: WindowWorld,
  ) {
    super();
    const { x = 0, y = 0, width = 800, height = 600, show = true } = options;
    this.bounds = { x, y, width, height };
    this.visible = show;
    this.contents = new StandInWebContents(this, world.schemes);
    // The program sees only what is implemented; the proxy throws on the rest.
    this.webContents = lacking('webContents', this.contents) as unknown as BrowserWindow['webContents'];
    world.windows.add(this);
    world.opened(this);
    this.page = this.createPage();
  }

  async loadURL(url: string): Promise<void> {
    const page = await this.page;
    this.loading = this.world.schemes.toHttp(url);
    this.contents.emit('did-start-loading');
    await page.goto(this.loading);
  }

  show(): void {
    this.visible = true;
    this.emit('show');
  }

  focus(): void {
    this.emit('focus');
  }

  restore(): void {
    this.emit('restore');
  }

  maximize(): void {
    this.maximized = true;
  }

  isVisible(): boolean {
    return this.visible;
  }

  isFocused(): boolean {
    return this.visible;
  }

  isMinimized(): boolean {
    return false;
  }

  isMaximized(): boolean {
    return this.maximized;
  }

  isDestroyed(): boolean {
    return this.destroyed;
  }

  getBounds(): Rectangle {
    return { ...this.bounds };
  }

  getNormalBounds(): Rectangle {
    return { ...this.bounds };
  }

  setBounds(bounds: Partial<Rectangle>): void {
    this.bounds = { ...this.bounds, ...bounds };
    this.emit('resize');
    this.emit('move');
  }

  setProgressBar(_fraction: number): void {
    // There is no taskbar to look at; a test replaces the method.
  }

  setTitleBarOverlay(_options: object): void {
    // The page fills the whole window.
  }

  getTitle(): string {
    return this.options.title ?? '';
  }

  close(): void {
    const event = preventable({});
    this.emit('close', event);
    if (!event.defaultPrevented) this.destroy();
  }

  destroy(): void {
    if (this.destroyed) return;
    this.destroyed = true;
    this.world.windows.delete(this);
    this.emit('closed');
    this.page.then((page) => page.close()).catch(() => undefined);
    if (this.world.windows.size === 0) this.world.allClosed();
  }

  /** Ends the page's process; what is loaded next gets a new one. */
  crash(): void {
    const old = this.page;
    this.page = old.then(async (page) => {
      const crashed = new Promise<void>((resolve) => page.once('crash', () => resolve()));
      // Never answered: whoever would answer is gone.
      this.crashers
        .get(page)
        ?.send('Page.crash')
        .catch(() => undefined);
      await crashed;
      return this.createPage();
    });
  }

  /** Whether this window shows the page. */
  async isOf(page: Page): Promise<boolean> {
    return (await this.page) === page;
  }

  private async createPage(): Promise<Page> {
    const page = await this.world.context().newPage();
    this.contents.attach(page);
    this.crashers.set(page, await page.context().newCDPSession(page));
    await page.setViewportSize({ width: this.bounds.width, height: this.bounds.height });
    await page.exposeBinding('__electronToMain', async (source, message: PageMessage) => {
      if (message.kind === 'open') return this.contents.askToOpen(message.url);
      const senderFrame = await this.contents.describeFrame(source.frame);
      return this.world.deliver({ sender: this.webContents, senderFrame }, message);
    });
    await page.addInitScript({ content: this.preloadScript() });
    await this.guardNavigation(page);
    this.relayEvents(page);
    return page;
  }

  private preloadScript(): string {
    const file = this.options.webPreferences?.preload;
    return pageScript(file === undefined ? '' : readFileSync(file, 'utf8'));
  }

  private async guardNavigation(page: Page): Promise<void> {
    await page.route('**/*', async (route, request) => {
      const isOwn = !request.isNavigationRequest() || request.url() === this.loading;
      if (isOwn || this.contents.allowsNavigation(request.url())) await route.continue();
      else await route.abort('aborted');
    });
  }

  private relayEvents(page: Page): void {
    page.on('load', () => {
      // The empty page that a new one begins as; what the window shall show may be on its way already.
      if (page.url() === 'about:blank') return;
      this.loading = undefined;
      this.contents.emit('did-finish-load');
      this.emit('ready-to-show');
    });
    const shown = this.page;
    page.on('crash', () => {
      // Nobody has asked for it, and put another page in its place.
      if (this.page === shown) this.page = this.createPage();
      this.contents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 });
    });
    page.on('close', () => this.closedFromOutside(page));
  }

  /** A test closed the page itself. */
  private closedFromOutside(page: Page): void {
    this.isOf(page).then(
      (isCurrent) => isCurrent && this.destroy(),
      () => undefined,
    );
  }
}
