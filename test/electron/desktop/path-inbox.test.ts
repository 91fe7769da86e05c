import { expect, it } from 'vitest';
import { PathInbox } from '../../../electron/desktop/path-inbox.js';

it('keeps paths until there is a listener, and then delivers them once and in order', () => {
  const inbox = new PathInbox();
  const delivered: (readonly string[])[] = [];
  inbox.add(['a']);
  inbox.add(['b', 'c']);
  inbox.open((paths) => delivered.push(paths));
  inbox.open((paths) => delivered.push(paths));
  expect(delivered).toEqual([['a', 'b', 'c']]);
});

it('delivers immediately while there is a listener, and keeps paths again afterwards', () => {
  const inbox = new PathInbox();
  const delivered: (readonly string[])[] = [];
  const listen = () => inbox.open((paths) => delivered.push(paths));
  listen();
  inbox.add(['a']);
  inbox.close();
  inbox.add(['b']);
  expect(delivered).toEqual([['a']]);
  listen();
  expect(delivered).toEqual([['a'], ['b']]);
});
