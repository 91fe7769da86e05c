import { setTimeout } from 'node:timers/promises';
import type { Locator, Page } from 'playwright';
import { patienceMs } from './browser.js';

/** Whether a control itself has the focus. */
export function hasFocus(control: Locator): Promise<boolean> {
  return control.evaluate((element) => element === element.ownerDocument.activeElement);
}

/** Presses a key until something is so: a page under load may take one late, and none is too many. */
export async function pressUntil(page: Page, key: string, isReached: () => Promise<boolean>): Promise<void> {
  const endMs = performance.now() + patienceMs;
  while (!(await isReached())) {
    if (performance.now() > endMs) throw new Error(`${key} does not lead there.`);
    await page.keyboard.press(key);
  }
}

/**
 * With F6 from pane to pane and Tab within one, as the shortcut sheet has it: once around the stops of each pane, and round
 * and round the panes, until the control has the focus.
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
 * Types the beginning of a name in a list until it is found there, and again after a pause, as a person does. All keys are on
 * their way at once: a list begins a new search after a pause, which a busy machine may well make between two keys.
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
