import { chromium } from 'playwright';
import { inject } from 'vitest';
import { patienceMs } from './browser.js';
import { Studio, type StudioOptions } from './studio.js';

let connecting: ReturnType<typeof connect> | undefined;

/** Opens the app in a new context of the browser that all files share. */
export async function openStudio(options: StudioOptions = {}): Promise<Studio> {
  connecting ??= connect();
  return Studio.open(await connecting, options);
}

function connect() {
  return chromium.connect(inject('browserEndpoint'), { timeout: patienceMs });
}
