import { EventEmitter } from 'node:events';
import type { HandlerDetails, WebContents } from 'electron';
import type { Frame, Page } from 'playwright';
import { preventable } from './lacking.js';
import type { PageGlobals } from './page-side.js';
import type { Schemes } from './schemes.js';

type OpenHandler = Parameters<WebContents['setWindowOpenHandler']>[0];

let nextId = 1;

/** What a page asks of its window. */
interface PageWindow {
  isDestroyed(): boolean;
  loadURL(url: string): Promise<void>;
  crash(): void;
  close(): void;
}

/** The page of one window. Navigation that the page starts itself asks the same events as in Electron. */
export class StandInWebContents
  extends EventEmitter
  implements
    Pick<
      WebContents,
      | 'id'
      | 'getURL'
      | 'isDestroyed'
      | 'setWindowOpenHandler'
      | 'send'
      | 'reload'
      | 'forcefullyCrashRenderer'
      | 'close'
      | 'startDrag'
      | 'executeJavaScript'
    >
{
  readonly id = nextId++;
  private page: Page | undefined;
  /** That of a page that crashed, until the one in its place has loaded something. */
  private addressBefore = '';
  private openHandler: OpenHandler = () => ({ action: 'allow' });
  private sending: Promise<unknown> = Promise.resolve();

  constructor(
    readonly window: PageWindow,
    private readonly schemes: Schemes,
  ) {
    super();
  }

  attach(page: Page): void {
    this.addressBefore = this.getURL();
    this.page = page;
  }

  getURL(): string {
    const address = this.page?.url() ?? '';
    return address === 'about:blank' ? this.addressBefore : this.schemes.fromHttp(address);
  }

  isDestroyed(): boolean {
    return this.window.isDestroyed();
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.openHandler = handler;
  }

  /** The page wants a window. */
  askToOpen(url: string): void {
    // Of the details only the address is known.
    const { action } = this.openHandler({ url } as HandlerDetails);
    if (action === 'allow') throw new Error('The Electron stand-in opens no windows for pages.');
  }

  /** Whether a navigation that the page started may go on. */
  allowsNavigation(address: string): boolean {
    const url = this.schemes.fromHttp(address);
    return ['will-frame-navigate', 'will-navigate'].every((name) => {
      const event = preventable({ url, isMainFrame: true, isSameDocument: false });
      this.emit(name, event);
      return !event.defaultPrevented;
    });
  }

  send(channel: string, ...args: unknown[]): void {
    const copies = structuredClone(args);
    const deliver = () =>
      this.page?.evaluate(
        ([name, values]) => {
          // The page's own global object; this realm is compiled without the DOM.
          (globalThis as unknown as PageGlobals).__electronToPage(name, values);
        },
        [channel, copies] as const,
      );
    // A page that is just loading has no listeners yet, which loses the message in Electron too.
    this.sending = this.sending.then(deliver).catch(() => undefined);
  }

  reload(): void {
    void this.window.loadURL(this.getURL());
  }

  forcefullyCrashRenderer(): void {
    this.window.crash();
  }

  close(): void {
    this.window.close();
  }

  /** In the page as it is now; a page that is just loading rejects, as does a script that throws. */
  async executeJavaScript(code: string): Promise<unknown> {
    if (this.page === undefined) throw new Error('There is no page yet.');
    return this.page.evaluate(code);
  }

  startDrag(item: { file: string; icon: unknown }): void {
    this.emit('-stand-in-drag', item);
  }

  /** The frame that a message came from, as Electron describes it. */
  async describeFrame(frame: Frame): Promise<{ url: string; origin: string; parent: object | null }> {
    // `about:blank` has the origin of its opener, which only the page knows.
    const origin = await frame.evaluate<string>('origin');
    const parent = frame.parentFrame();
    return {
      url: this.schemes.fromHttp(frame.url()),
      origin: this.schemes.fromHttp(origin),
      parent: parent === null ? null : { url: this.schemes.fromHttp(parent.url()) },
    };
  }
}
