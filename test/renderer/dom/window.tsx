import { act, cleanup, render } from '@testing-library/react';
import { createElement, type ReactNode } from 'react';
import { afterEach } from 'vitest';
import { WindowProviders } from '../../../renderer/app/App.js';
import type { TestHost } from './test-host.js';

/**
 * A DOM without layout: every element is this large, so that lists of which only the rows in view exist have a view. What a real
 * layout makes of them is tested in a browser, in test/e2e.
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

// The DOM of the tests does not know this element of Chromium's. React says so once: here.
const { error } = console;
console.error = () => {};
render(createElement('selectedcontent'));
cleanup();
console.error = error;

afterEach(cleanup);

/** Does something and all that follows from it at once, before it is asserted that something else did not. */
export function settle(action: () => void | Promise<void>): Promise<void> {
  return act(async () => action());
}

/** A view with all that it may rely on, over a host of the test's. */
export function renderInWindow(view: ReactNode, host: TestHost) {
  const inWindow = (shown: ReactNode) => (
    <WindowProviders client={host.client} connection={host.connection}>
      {shown}
    </WindowProviders>
  );
  const { rerender, unmount } = render(inWindow(view));
  return { show: (next: ReactNode) => rerender(inWindow(next)), unmount };
}
