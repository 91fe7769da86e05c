import { readdirSync, readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright';
import { patienceMs } from '../../e2e/browser.js';
import type { Studio } from '../../e2e/studio.js';

/** Milliseconds from a click in the page until the frame after the one in which an expression finds something. */
export function timeToPaintMs(page: Page, button: string, isThere: string): Promise<number> {
  return page.evaluate(`new Promise((resolve, reject) => {
    const startMs = performance.now();
    const look = () => {
      if (${isThere}) requestAnimationFrame(() => resolve(performance.now() - startMs));
      else if (performance.now() - startMs > ${patienceMs}) reject(new Error('nothing is painted'));
      else requestAnimationFrame(look);
    };
    ${button}.click();
    requestAnimationFrame(look);
  })`);
}

/** Scrolls by the wheel for two seconds: slowly, then by pages, then by the scroll bar to the end. Answers the longest frame. */
export async function longestFrameMs(scroller: Locator): Promise<number> {
  const deltas = await scroller.evaluate(scrollByScript);
  return Math.max(...deltas);
}

/** The longest of 120 frames in which the page does nothing: what the machine itself, with all it does besides, costs. */
export function idleFrameMs(page: Page): Promise<number> {
  return page.evaluate(`new Promise((resolve) => {
    const deltas = [];
    let lastMs = 0;
    const frame = (nowMs) => {
      if (lastMs > 0) deltas.push(nowMs - lastMs);
      lastMs = nowMs;
      if (deltas.length === 120) resolve(Math.max(...deltas));
      else requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  })`);
}

/** The lengths in milliseconds of the tasks of the page during a deed that took 50 ms or more, which is what "long" means. */
export async function longTasksMs(page: Page, deed: () => Promise<unknown>): Promise<readonly number[]> {
  await page.evaluate(`globalThis.longTasks = [];
    globalThis.longTaskObserver = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) longTasks.push(duration);
    });
    longTaskObserver.observe({ type: 'longtask' });`);
  await deed();
  return page.evaluate<readonly number[]>('longTaskObserver.disconnect(), longTasks');
}

interface Scroller {
  scrollTop: number;
  readonly scrollHeight: number;
  dispatchEvent(event: unknown): boolean;
}
declare const requestAnimationFrame: (callback: (nowMs: number) => void) => void;
declare const WheelEvent: new (type: string, init: object) => unknown;

/** Runs in the page. Milliseconds from frame to frame. */
function scrollByScript(element: unknown): Promise<readonly number[]> {
  // The grid that was asked for.
  const scroller = element as Scroller;
  const steps = 120;
  const wheel = (deltaY: number) => {
    const isTaken = !scroller.dispatchEvent(new WheelEvent('wheel', { deltaY, bubbles: true, cancelable: true }));
    if (!isTaken) scroller.scrollTop += deltaY;
  };
  return new Promise((resolve) => {
    const deltas: number[] = [];
    let [step, lastMs] = [0, 0];
    const frame = (nowMs: number) => {
      if (lastMs > 0) deltas.push(nowMs - lastMs);
      lastMs = nowMs;
      if (step === steps) return resolve(deltas);
      if (step < 60) wheel(53);
      else if (step < 90) wheel(900);
      else scroller.scrollTop = (scroller.scrollHeight * (step - 90)) / 30;
      step += 1;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
}

/** What `blpk serve` and the page's process hold, shared pages counted in parts: the sum is what the machine lacks for them. */
export async function memoryMiB({ server, page }: Studio): Promise<{ readonly host: number; readonly page: number }> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  await session.detach();
  return { host: pssMiB(server.pid), page: Math.max(...rendererPids().map(pssMiB)) };
}

/** Milliseconds of processor time, of the user and of the system, that a process has taken with all its threads. */
export function processorMs(pid: number): number {
  const MS_PER_TICK = 10;
  const [, fields = ''] = /\) (.*)/.exec(readFileSync(`/proc/${pid}/stat`, 'latin1')) ?? [];
  const [user = 0, system = 0] = fields.split(' ').slice(11, 13).map(Number);
  return MS_PER_TICK * (user + system);
}

function pssMiB(pid: number): number {
  const [, kib = '0'] = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')) ?? [];
  return Number(kib) / 1024;
}

/** Page processes of browsers that this process started. */
export function rendererPids(): readonly number[] {
  return processes()
    .filter(({ pid, command }) => command.includes('--type=renderer') && descendsFrom(pid, process.pid))
    .map(({ pid }) => pid);
}

function processes(): readonly { readonly pid: number; readonly command: string }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ pid: Number(name), command: commandOf(name) }));
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1');
  } catch {
    // It has ended meanwhile.
    return '';
  }
}

function descendsFrom(pid: number, ancestor: number): boolean {
  for (let at = pid; at > 1; at = parentOf(at)) if (at === ancestor) return true;
  return false;
}

function parentOf(pid: number): number {
  try {
    return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
