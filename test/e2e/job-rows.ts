import type { Locator, Page } from 'playwright';

/** The row of a job in the list of Jobs, by the name of its source. */
export function jobRow(page: Page, name: string): Locator {
  return jobList(page)
    .getByRole('row')
    .filter({ has: page.getByRole('gridcell').filter({ hasText: name }) });
}

export function jobList(page: Page): Locator {
  return page.getByRole('grid', { name: 'Jobs' });
}

/** Waits until a job's row says so: `Verified`, `Running`, `Cancelled`. */
export async function waitForState(page: Page, name: string, state: string, timeoutMs = 10_000): Promise<void> {
  const stateCell = page.getByRole('gridcell', { name: state, exact: true });
  await jobRow(page, name).filter({ has: stateCell }).waitFor({ timeout: timeoutMs });
}
