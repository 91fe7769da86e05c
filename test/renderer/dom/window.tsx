import { act, cleanup, render } from '@testing-library/react';
import { createElement, type ReactNode } from 'react';
import { afterEach } from 'vitest';
import { WindowProviders } from '../../../renderer/app/App.js';
import type { TestHost } from './test-host.js';

/**
 * A DOM without layout: every element has this size, so that virtual lists draw rows. With a real layout they are tested in a
 * browser, in test/e2e.
 */
const size = { width: 800, height: 480 } as const;

for (const [name, value] of [
  ['clientWidth', size.width],
  ['clientHeight', size.height],
  ['offsetWidth', size.width],
  ['offsetHeight', size.height],
] as const) {
  Object.defineProperty(HTMLElement.prototype, name, { configurable: true, get: () => value });
}

// happy-dom does not have this element of Chromium. React warns once: here.
const { error } = console;
console.error = () => {};
render(createElement('selectedcontent'));
cleanup();
console.error = error;

afterEach(cleanup);

/** Runs an action and all its effects, before a test asserts that something did not happen. */
export function settle(action: () => void | Promise<void>): Promise<void> {
  return act(async () => action());
}

/** Renders a view with the contexts of the window, connected to the test's host. */
export function renderInWindow(view: ReactNode, host: TestHost) {
  const inWindow = (shown: ReactNode) => (
    <WindowProviders client={host.client} connection={host.connection}>
      {shown}
    </WindowProviders>
  );
  // Each test is a tab of its own.
  sessionStorage.clear();
  const { rerender, unmount } = render(inWindow(view));
  return { show: (next: ReactNode) => rerender(inWindow(next)), unmount };
}
