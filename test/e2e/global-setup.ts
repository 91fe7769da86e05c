import { type BrowserServer, chromium } from 'playwright';
import type { TestProject } from 'vitest/node';
import { browserNote, browserOptions } from './browser.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the browser that all files share. */
    readonly browserEndpoint: string;
  }
}

let server: BrowserServer | undefined;

/** Starts one browser for all files of a run; each test has its own context in it. */
export async function setup(project: TestProject): Promise<void> {
  if (browserNote !== '') return;
  server = await chromium.launchServer(browserOptions);
  project.provide('browserEndpoint', server.wsEndpoint());
}

export async function teardown(): Promise<void> {
  await server?.close();
}
