import type { Page } from 'playwright';

/** Logs each violation of the content security policy with one text, because Chromium has many. */
const reportBreaches = `addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
  console.error('content policy: ' + violatedDirective + ' ' + blockedURI));`;

/** Collects faults of the page: errors and warnings on its console, uncaught errors, violations of the content security policy. */
export class Faults {
  readonly #found: string[] = [];

  static async of(page: Page): Promise<Faults> {
    const faults = new Faults();
    await page.addInitScript(reportBreaches);
    page.on('pageerror', (error) => faults.#found.push(`uncaught: ${error.stack ?? error.message}`));
    page.on('console', (message) => {
      const type = message.type();
      if (type === 'error' || type === 'warning') faults.#found.push(`${type}: ${message.text()}`);
    });
    page.on('crash', () => faults.#found.push('the page crashed'));
    return faults;
  }

  /** Returns the faults so far, without those that the test caused on purpose, and clears the list. */
  take(expected?: RegExp): readonly string[] {
    const all = this.#found.splice(0);
    return expected ? all.filter((text) => !expected.test(text)) : all;
  }
}
