import { describe, expect, it } from 'vitest';
import {
  isAllowedDownload,
  isAllowedExternal,
  isAllowedNavigation,
  isAllowedPermission,
  isTrustedSender,
} from '../../../electron/desktop/trust.js';

describe('isTrustedSender', () => {
  it.each([
    ['the main frame of our page', { origin: 'app://bundle', parent: null }, true],
    ['a frame that is gone', null, false],
    ['a child frame of ours', { origin: 'app://bundle', parent: {} }, false],
    ['another host of our scheme', { origin: 'app://bundle.evil', parent: null }, false],
    ['a page of the web', { origin: 'https://example.com', parent: null }, false],
    ['an opaque origin', { origin: 'null', parent: null }, false],
    ['a file', { origin: 'file://', parent: null }, false],
  ])('judges %s', (_who, frame, trusted) => {
    expect(isTrustedSender(frame)).toBe(trusted);
  });
});

describe('isAllowedExternal', () => {
  it.each([
    ['https://www.blosc.org/pages/', true],
    ['https://github.com/Blosc/bloscpack', true],
    ['http://www.blosc.org/', false],
    ['https://www.blosc.org.evil.com/', false],
    ['https://evil.com/www.blosc.org', false],
    ['https://www.blosc.org@evil.com/', false],
    ['https://user:secret@github.com/', false],
    ['https://github.com:8443/', false],
    ['file:///etc/passwd', false],
    ['javascript:alert(1)', false],
    ['smb://github.com/share', false],
    ['not an address', false],
  ])('judges %s', (link, allowed) => {
    expect(isAllowedExternal(link)).toBe(allowed);
  });
});

describe('isAllowedDownload', () => {
  it.each([
    ['app://bundle/stream/inspect.export?request=%7B%7D', true],
    ['blob:app://bundle/1f0c', true],
    ['app://bundle/index.html', false],
    ['app://bundle.evil/stream/x', false],
    ['blob:https://example.com/1f0c', false],
    ['https://example.com/stream/x', false],
    ['data:text/plain,x', false],
    ['file:///etc/passwd', false],
  ])('judges %s', (url, allowed) => {
    expect(isAllowedDownload(url)).toBe(allowed);
  });
});

describe('isAllowedPermission', () => {
  it.each([
    ['clipboard-sanitized-write', 'app://bundle/', true],
    ['clipboard-sanitized-write', 'app://bundle', true],
    ['clipboard-sanitized-write', 'app://bundle.evil/', false],
    ['clipboard-sanitized-write', 'https://example.com/', false],
    ['clipboard-sanitized-write', '', false],
    ['clipboard-read', 'app://bundle/', false],
    ['media', 'app://bundle/', false],
    ['openExternal', 'app://bundle/', false],
  ])('judges %s from %s', (permission, from, allowed) => {
    expect(isAllowedPermission(permission, from)).toBe(allowed);
  });
});

it('lets only the problem page navigate, and only back to the start', () => {
  expect(isAllowedNavigation('app://bundle/problem', 'app://bundle/index.html')).toBe(true);
  expect(isAllowedNavigation('app://bundle/index.html', 'app://bundle/index.html')).toBe(false);
  expect(isAllowedNavigation('app://bundle/problem', 'https://example.com/')).toBe(false);
});
