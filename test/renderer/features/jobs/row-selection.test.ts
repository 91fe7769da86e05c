import { expect, it } from 'vitest';
import { JobListing } from '../../../../renderer/data/queue/queue-layout.js';
import { afterRowsChanged } from '../../../../renderer/features/jobs/use-row-selection.js';
import { jobOf } from './example-jobs.js';

/** Behind the row of their group, which is row 0. */
const rowsOf = (...ids: readonly string[]) =>
  new JobListing(ids.map((id) => jobOf(id, 'waiting'))).layout(new Set()).rows;
const onB = { selected: new Set(['b']), active: 'b', anchor: 'b' };

it('does not change when none of its rows is removed', () => {
  expect(afterRowsChanged(onB, rowsOf('b', 'a', 'c'), 2)).toBe(onB);
});

it('moves to the row in the place of the removed one', () => {
  expect(afterRowsChanged(onB, rowsOf('a', 'c'), 2)).toMatchObject({ active: 'c', selected: new Set(['c']) });
  expect(afterRowsChanged(onB, rowsOf('a'), 2)).toMatchObject({ active: 'a' });
});

it('keeps other selected rows when the active one is removed', () => {
  const both = { ...onB, selected: new Set(['a', 'b']) };
  expect(afterRowsChanged(both, rowsOf('a', 'c'), 2)).toMatchObject({ active: 'c', selected: new Set(['a']) });
});

it('is empty when no row is left', () => {
  expect(afterRowsChanged(onB, rowsOf(), 1)).toMatchObject({ active: undefined, selected: new Set() });
});
