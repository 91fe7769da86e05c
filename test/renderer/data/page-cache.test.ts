import { expect, it } from 'vitest';
import { PageCache } from '../../../renderer/data/page-cache.js';

it('forgets the page that was not used for longest', () => {
  const cache = new PageCache<string, string>(2);
  cache.set('one', '1');
  cache.set('two', '2');
  cache.get('one');
  cache.set('three', '3');
  expect(cache.get('one')).toBe('1');
  expect(cache.get('two')).toBeUndefined();
});
