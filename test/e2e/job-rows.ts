import type { Locator, Page } from 'playwright';

/** The row of a job in the list of Jobs, by the name of its source. */
export function jobRow(page: Page, name: string): Locator {
  return jobList(page)
    .getByRole('row')
    .filter({ has: page.getByText(name, { exact: true }) });
}

export function jobList(page: Page): Locator {
  return page.getByRole('grid', { name: 'Jobs' });
}

/** Clicks a job's row and waits until it is selected, so that it gets the keys. */
export async function chooseJob(page: Page, name: string): Promise<void> {
  await jobRow(page, name).click();
  await jobRow(page, name).and(page.locator('[aria-selected="true"]')).waitFor();
}

/** Waits until a job's row shows a state: `Verified`, `Running`, `Cancelled`. */
export async function waitForState(page: Page, name: string, state: string): Promise<void> {
  const stateCell = page.getByRole('gridcell', { name: state, exact: true });
  const inState = jobRow(page, name).filter({ has: stateCell });
  await inState.waitFor().catch(async (error: unknown) => {
    const shown = await page.locator('body').innerText();
    throw new Error(`'${name}' did not become ${state}; there was:\n${shown}`, { cause: error });
  });
}
