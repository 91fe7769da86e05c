import { expect, it } from 'vitest';
import { PathInbox } from '../../../electron/desktop/path-inbox.js';

it('keeps paths until somebody listens, and then hands them over once and in order', () => {
  const inbox = new PathInbox();
  const delivered: (readonly string[])[] = [];
  inbox.add(['a']);
  inbox.add(['b', 'c']);
  inbox.open((paths) => delivered.push(paths));
  inbox.open((paths) => delivered.push(paths));
  expect(delivered).toEqual([['a', 'b', 'c']]);
});

it('hands over at once while somebody listens, and keeps again when nobody does', () => {
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
