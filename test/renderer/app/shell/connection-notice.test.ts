// @vitest-environment happy-dom
import { screen } from '@testing-library/react';
import { createElement } from 'react';
import { expect, it } from 'vitest';
import { ConnectionNotice } from '../../../../renderer/app/shell/ConnectionNotice.js';
import { TestHost } from '../../dom/test-host.js';
import { renderInWindow, settle } from '../../dom/window.js';

it('shows the command to check as code while the host is lost, and nothing once it is back', async () => {
  const host = new TestHost({});
  renderInWindow(createElement(ConnectionNotice), host);
  expect(screen.queryByRole('note')).toBeNull();
  await settle(() => host.lose());
  const notice = screen.getByRole('note');
  expect(notice.querySelector('code')?.textContent).toBe('blpk serve');
  expect(notice.textContent).not.toContain('`');
  await settle(() => host.comeBack());
  expect(screen.queryByRole('note')).toBeNull();
});
