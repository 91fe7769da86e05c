import type { Page } from 'playwright';

/** Tells the console of each breach of the content policy, which Chromium words in many ways. */
const reportBreaches = `addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
  console.error('content policy: ' + violatedDirective + ' ' + blockedURI));`;

/** Collects what must never happen in the page: errors and warnings on its console, errors nobody caught, policy breaches. */
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

  /** What was found so far, without what a test brought about on purpose; afterwards nothing is known. */
  take(expected?: RegExp): readonly string[] {
    const all = this.#found.splice(0);
    return expected ? all.filter((text) => !expected.test(text)) : all;
  }
}
