import { truncateSync } from 'node:fs';
import type { Page } from 'playwright';
import { waitForState } from './job-rows.js';

/** Bytes of a sparse file that takes minutes to read on any machine: a job or a check of it runs until it is stopped. */
export const ENDLESS_BYTES = 256 * 2 ** 30;

/** Pauses or resumes the queue of the program. */
export type ControlQueue = (what: 'pause' | 'resume') => Promise<unknown>;

/**
 * Starts a batch with a small source that grows to ENDLESS_BYTES before its job begins. So the job runs until it is stopped on
 * any machine, but the check for free space only counts the small size.
 */
export async function startEndlessJob(
  page: Page,
  controlQueue: ControlQueue,
  {
    path,
    name,
    startBatch,
  }: { readonly path: string; readonly name: string; readonly startBatch: () => Promise<void> },
): Promise<void> {
  await controlQueue('pause');
  await startBatch();
  await waitForState(page, name, 'Waiting');
  truncateSync(path, ENDLESS_BYTES);
  await controlQueue('resume');
  await waitForState(page, name, 'Running');
}
