import { setTimeout } from 'node:timers/promises';
import type { Locator, Page } from 'playwright';
import { patienceMs } from './browser.js';

/** Whether the control has the focus. */
export function hasFocus(control: Locator): Promise<boolean> {
  return control.evaluate((element) => element === element.ownerDocument.activeElement);
}

/** Presses a key until a condition is met: a page under load may handle a key late, and more presses do no harm. */
export async function pressUntil(page: Page, key: string, isReached: () => Promise<boolean>): Promise<void> {
  const endMs = performance.now() + patienceMs;
  while (!(await isReached())) {
    if (performance.now() > endMs) throw new Error(`${key} does not lead there.`);
    await page.keyboard.press(key);
  }
}

/**
 * Presses F6 to change the pane and Tab inside it, as in the list of shortcuts: once through the Tab stops of each pane, pane
 * after pane, until the control has the focus.
 */
export async function focusByPanes(page: Page, control: Locator): Promise<void> {
  await control.waitFor();
  const endMs = performance.now() + patienceMs;
  while (performance.now() < endMs) {
    for (let stops = 0; stops < 20; stops++) {
      if (await hasFocus(control)) return;
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('F6');
  }
  throw new Error(`No keys lead to ${control}.`);
}

/**
 * Types the beginning of a name in a list until its entry is found, and again after a pause. All keys are sent together: a list
 * starts a new search after a pause, which a busy machine could make between two keys.
 */
export async function typeAhead(page: Page, text: string, isReached: () => Promise<boolean>): Promise<void> {
  const endMs = performance.now() + patienceMs;
  while (performance.now() < endMs) {
    await Promise.all([...text].map((key) => page.keyboard.press(key === ' ' ? 'Space' : key)));
    for (let looks = 0; looks < 20; looks++) {
      if (await isReached()) return;
      await setTimeout(100);
    }
  }
  throw new Error(`Typing ${text} does not lead there.`);
}
