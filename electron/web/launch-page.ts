import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The page with which a browser on this machine is started. All users can read the arguments of a program, so they only name
 * this file, which only its owner can read and which redirects to the address with the launch code.
 */
export class LaunchPage {
  readonly #path: string;

  /** `folder` is accessible only to the user. */
  constructor(folder: string) {
    this.#path = join(folder, 'open.html');
  }

  /** Writes the page, readable only by the user, and returns its path. */
  async write(address: string): Promise<string> {
    const head = `<meta charset="utf-8"><title>Bloscpack Studio</title><meta name="referrer" content="no-referrer">`;
    const page = `<!doctype html>${head}<meta http-equiv="refresh" content="0;url=${address}"><a href="${address}">Open</a>\n`;
    await this.remove();
    await writeFile(this.#path, page, { mode: 0o600, flag: 'wx' });
    return this.#path;
  }

  async remove(): Promise<void> {
    await rm(this.#path, { force: true });
  }
}
