import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numpyArgsort } from '../../../../../electron/bench/formats/talk-2014/numpy-argsort.js';
import { placesOf, scoresOf } from '../../../../../electron/bench/formats/talk-2014/points.js';

const contestant = (name: string, time: number, ratio: number, counts = true) => ({
  name,
  values: { time, ratio },
  counts,
});

describe('scoresOf', () => {
  const contest = [contestant('quick', 1, 1.2), contestant('slow', 3, 4), contestant('middle', 2, 4)];

  it('gives the best the most points, and shares those of equals', () => {
    expect(Object.fromEntries(scoresOf([contest], { time: 'low', ratio: 'high' }, 'shared'))).toEqual({
      quick: 3 + 1,
      slow: 1 + 2.5,
      middle: 2 + 2.5,
    });
  });

  it('adds up contests', () => {
    expect(scoresOf([contest, contest], { time: 'low' }, 'shared').get('quick')).toBe(6);
  });

  it('gives no place to those that do not count', () => {
    const others = [...contest, contestant('plain', 0, 1, false)];
    expect(Object.fromEntries(scoresOf([others], { time: 'low' }, 'shared'))).toEqual({ quick: 3, middle: 2, slow: 1 });
  });
});

describe('placesOf', () => {
  it('counts from 1 and lets equals share a place', () => {
    const places = placesOf(
      new Map([
        ['a', 5],
        ['b', 9],
        ['c', 5],
        ['d', 1],
      ]),
    );
    expect(Object.fromEntries(places)).toEqual({ a: 2, b: 1, c: 2, d: 4 });
  });
});

describe('numpyArgsort', () => {
  it('sorts', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 200 }), (values) => {
        const order = numpyArgsort(values);
        expect(order.toSorted((a, b) => a - b)).toEqual(values.map((_, index) => index));
        expect(order.map((index) => values[index])).toEqual(values.toSorted((a, b) => a - b));
      }),
    );
  });
});
