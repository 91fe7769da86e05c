import { describe, expect, it } from 'vitest';
import { evenAxis, positionToReveal, spanInView, unevenAxis } from '../../../../renderer/ui/big-scroll/axis.js';

describe.each([
  ['even', evenAxis(5, 20)],
  ['uneven', unevenAxis([20, 20, 20, 20, 20])],
])('an %s axis', (_name, axis) => {
  it('has the positions of its items', () => {
    expect(axis.totalPx).toBe(100);
    expect([0, 19, 20, 99].map((px) => axis.indexAt(px))).toEqual([0, 0, 1, 4]);
    expect([-5, 100, 1000].map((px) => axis.indexAt(px))).toEqual([0, 4, 4]);
    expect(axis.startOf(5)).toBe(100);
  });

  it('finds the items in view', () => {
    expect(spanInView(axis, 25, 30, 0)).toEqual({ first: 1, end: 3 });
    expect(spanInView(axis, 25, 30, 4)).toEqual({ first: 0, end: 5 });
    expect(spanInView(axis, 25, 0, 4)).toEqual({ first: 0, end: 0 });
  });

  it('reveals an item by the shortest scroll', () => {
    expect(positionToReveal(axis, 0, 50, 40)).toBe(0);
    expect(positionToReveal(axis, 4, 0, 40)).toBe(60);
    expect(positionToReveal(axis, 1, 10, 40)).toBe(10);
    expect(positionToReveal(axis, 1, 0, 15)).toBe(20);
  });
});

it('scrolls an item that is far away to the middle', () => {
  expect(positionToReveal(evenAxis(1e8, 24), 50_000_000, 0, 600)).toBe(50_000_000 * 24 - 288);
});

it('has the exact position of the last of 10^8 rows', () => {
  const axis = evenAxis(1e8, 24);
  expect(axis.indexAt(axis.totalPx - 1)).toBe(1e8 - 1);
  expect(axis.startOf(1e8 - 1)).toBe(2_399_999_976);
});

it('finds items of different sizes', () => {
  const axis = unevenAxis([10, 50, 30]);
  expect([0, 10, 59, 60, 200].map((px) => axis.indexAt(px))).toEqual([0, 1, 1, 2, 2]);
  expect(axis.indexAt(-1)).toBe(0);
  expect(unevenAxis([]).indexAt(3)).toBe(-1);
});
