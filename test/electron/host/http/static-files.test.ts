import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { beforeEach, expect, it } from 'vitest';
import { type StaticRequest, type StaticResponse, staticFiles } from '../../../../electron/host/http/static-files.js';
import { scratchFolder } from '../../../scratch-folder.js';

let serve: (request: StaticRequest) => Promise<StaticResponse>;

beforeEach(() => {
  const scratch = scratchFolder();
  const root = join(scratch, 'page');
  mkdirSync(join(root, 'assets'), { recursive: true });
  mkdirSync(join(scratch, 'page-beside'));
  writeFileSync(join(root, 'index.html'), '<p>');
  writeFileSync(join(root, 'assets', 'a b-123.js'), 'let a;');
  writeFileSync(join(scratch, 'secret'), 's');
  writeFileSync(join(scratch, 'page-beside', 'secret'), 's');
  symlinkSync(join(scratch, 'secret'), join(root, 'link'));
  symlinkSync(scratch, join(root, 'folder'));
  serve = staticFiles(root);
});

it('serves the page and its parts with their types', async () => {
  const page = await serve({ method: 'GET', pathname: '/' });
  expect(page).toMatchObject({
    status: 200,
    headers: { 'content-type': 'text/html; charset=utf-8', 'content-length': '3' },
  });
  expect(String(page.body && (await buffer(page.body)))).toBe('<p>');
  const script = await serve({ method: 'HEAD', pathname: '/assets/a%20b-123.js' });
  expect(script.body).toBeUndefined();
  expect(script.headers['cache-control']).toContain('immutable');
});

it.each([
  '/../secret',
  '/..%2fsecret',
  '/%2e%2e/secret',
  '/%2e%2e%2fsecret',
  '/assets/../../secret',
  '/..\\secret',
  '/%5c..%5csecret',
  '/a%00b',
  '/%',
  '//../secret',
  '/C:/secret',
  'secret',
  'http://elsewhere/',
])('refuses %s', async (pathname) => {
  expect(await serve({ method: 'GET', pathname })).toMatchObject({ status: 400 });
});

it.each([
  '/link',
  '/folder/secret',
  '/../page-beside/secret',
  '/assets',
  '/nothing',
  '//etc/passwd',
  '/%252e%252e/secret',
])('finds nothing at %s', async (pathname) => {
  const { status, body } = await serve({ method: 'GET', pathname });
  expect([400, 404]).toContain(status);
  expect(body).toBeUndefined();
});

it('refuses other methods', async () => {
  expect(await serve({ method: 'POST', pathname: '/' })).toMatchObject({
    status: 405,
    headers: { allow: 'GET, HEAD' },
  });
});
