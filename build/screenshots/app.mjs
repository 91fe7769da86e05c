import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** @typedef {import('playwright').Page} Page */
/** @typedef {'Home' | 'Jobs' | 'Inspector' | 'Compare' | 'Settings'} Place */

/**
 * Where and how pictures are taken.
 *
 * @typedef {object} PictureOptions
 * @property {readonly string[]} sizes such as 1100x700; with several, the names of the pictures contain the size
 * @property {readonly string[]} themes light, dark, contrast
 * @property {string} out folder of the pictures
 */

/**
 * @param {string} program
 * @param {readonly string[]} args
 */
export function blpk(program, args) {
  const { status } = spawnSync(process.execPath, [program, ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error(`blpk ${args.join(' ')} failed`);
}

/**
 * `blpk serve` as a user starts it.
 *
 * @param {{ program: string, root: string, dataFolder: string, port?: string }} options
 * @returns {Promise<{ child: import('node:child_process').ChildProcess, url: string }>}
 */
export async function serve({ program, root, dataFolder, port = '0' }) {
  const args = ['serve', '--no-open', '--root', root, '--port', port, '--allow-private-addresses'];
  const child = spawn(process.execPath, [program, ...args], {
    // In the home folder, so that folders are shown as ~/data.
    env: { ...process.env, HOME: join(root, '..'), BLOSCPACK_DATA: dataFolder },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(child.stdout, 'data');
  return { child, url: String(line).split(' ')[0] ?? '' };
}

/** @param {import('node:child_process').ChildProcess} child */
export async function end(child) {
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}

/** The page of the app, with the steps that several pictures need. */
export class App {
  #options;

  /**
   * @param {Page} page
   * @param {PictureOptions} options
   */
  constructor(page, options) {
    this.page = page;
    this.#options = options;
  }

  /**
   * Opens the app as a new user has it.
   *
   * @param {string} url with the token
   */
  async visit(url) {
    await this.page.goto('about:blank');
    await this.page.goto(url);
    await this.page.getByRole('navigation', { name: 'Main' }).waitFor();
  }

  /**
   * Takes pictures of what is shown, in every size and theme.
   *
   * @param {string} name of the pictures
   * @param {object} [options]
   * @param {boolean} [options.keepsMessages] messages are closed otherwise, since they come and go
   * @param {() => Promise<void>} [options.before] makes what a new size closes
   */
  async take(name, { keepsMessages = false, before } = {}) {
    const { page } = this;
    const { sizes, themes, out } = this.#options;
    if (!keepsMessages) await this.closeMessages();
    for (const size of sizes) {
      await this.#resize(size);
      await before?.();
      for (const theme of themes) {
        await page.emulateMedia({
          colorScheme: theme === 'dark' ? 'dark' : 'light',
          contrast: theme === 'contrast' ? 'more' : 'no-preference',
        });
        await page.waitForTimeout(300);
        const file = sizes.length > 1 ? `${name}-${theme}-${size}` : `${name}-${theme}`;
        await page.screenshot({ path: join(out, `${file}.png`) });
      }
    }
    await page.emulateMedia({ colorScheme: 'light', contrast: 'no-preference' });
    await this.#resize(sizes[0] ?? '');
  }

  /** @param {Place} place */
  openView(place) {
    return this.page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: place }).click();
  }

  /**
   * Chooses files of the root with the button of the shown place.
   *
   * @param {readonly (string | RegExp)[]} names
   */
  async choose(names) {
    await this.page
      .getByRole('button', { name: /^Choose files/ })
      .or(this.page.getByRole('button', { name: 'Open a file' }))
      .click();
    await this.add(names);
  }

  /**
   * Adds files in the dialog that is open.
   *
   * @param {readonly (string | RegExp)[]} names folders that are opened as a file have more words behind theirs
   */
  async add(names) {
    const { page } = this;
    for (const name of names) {
      const cell = page.getByRole('gridcell', { name, exact: true });
      await page
        .getByRole('row')
        .filter({ has: cell })
        .click({ modifiers: ['Control'] });
    }
    await page.getByRole('button', { name: /^Add \d/ }).click();
  }

  /** @param {RegExp | string} name of a button */
  press(name) {
    return this.page.getByRole('button', { name }).first().click();
  }

  /** @param {string} name of a view of the Inspector */
  show(name) {
    return this.page.getByRole('tab', { name, exact: true }).click();
  }

  /** @param {string} text an index, an offset, a chunk */
  async goTo(text) {
    await this.page.getByRole('textbox', { name: 'Go to' }).fill(text);
    await this.page.keyboard.press('Enter');
  }

  /** @param {string} name of a command in the Inspector's menu of the file */
  async more(name) {
    await this.press('More on this file');
    await this.page.getByRole('menuitem', { name }).click();
  }

  /** Messages disappear by themselves; while a dialog is open, they cannot be closed. */
  async closeMessages() {
    const messages = this.page.getByRole('region', { name: 'Messages' });
    for (const button of await messages.getByRole('button', { name: 'Dismiss' }).all()) {
      await button.click({ timeout: 2000 }).catch(() => undefined);
    }
  }

  /**
   * The pointer would highlight a row.
   *
   * @param {string} size
   */
  async #resize(size) {
    const [width, height] = sizeOf(size);
    await this.page.setViewportSize({ width, height });
    await this.page.mouse.move(width - 2, 20);
  }
}

/**
 * @param {string} size such as 1100x700
 * @returns {[number, number]}
 */
export function sizeOf(size) {
  const [width = 1440, height = 900] = size.split('x').map(Number);
  return [width, height];
}
