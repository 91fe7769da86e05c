import type { ChildProcess } from 'node:child_process';
import type { ElectronApplication, Page } from 'playwright';

export interface RunningApp {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** The main process. Playwright does not tell of it any more once it has ended. */
  readonly process: ChildProcess;
  /** What the program wrote to its log. */
  log(): string;
}
