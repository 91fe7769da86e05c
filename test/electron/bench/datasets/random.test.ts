import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { geometric, normal, poissonDraws } from '../../../../electron/bench/datasets/distributions.js';
import { exactExp, exactLog } from '../../../../electron/bench/datasets/exact-math.js';
import { Random } from '../../../../electron/bench/datasets/random.js';

describe('Random', () => {
  it('gives the same numbers for a seed and stream, and others for another', () => {
    const draw = (seed: number, stream: number) => {
      const random = new Random(seed, stream);
      return Array.from({ length: 4 }, () => random.uint32());
    };
    expect(draw(2014, 0)).toEqual(draw(2014, 0));
    expect(draw(2014, 0)).not.toEqual(draw(2014, 1));
    expect(draw(2014, 0)).not.toEqual(draw(2015, 0));
  });

  it('spreads evenly over the 16 sixteenths of its range', () => {
    const random = new Random(1);
    const counts = new Uint32Array(16);
    for (let draw = 0; draw < 160_000; draw++) {
      const sixteenth = Math.floor(random.fraction() * 16);
      counts[sixteenth] = (counts[sixteenth] ?? 0) + 1;
    }
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500);
  });
});

describe('exact mathematics', () => {
  it('agrees with Math to the last bits', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-12, max: 1e12, noNaN: true }), (value) => {
        expect(Math.abs(exactLog(value) - Math.log(value))).toBeLessThan(1e-13);
      }),
    );
    fc.assert(
      fc.property(fc.double({ min: -40, max: 40, noNaN: true }), (value) => {
        expect(exactExp(value) / Math.exp(value)).toBeCloseTo(1, 12);
      }),
    );
  });
});

describe('distributions', () => {
  const meanOf = (draw: () => number): number => {
    let sum = 0;
    for (let count = 0; count < 50_000; count++) sum += draw();
    return sum / 50_000;
  };

  it('have the requested mean', () => {
    const random = new Random(7);
    expect(meanOf(poissonDraws(random, 5))).toBeCloseTo(5, 1);
    expect(meanOf(() => geometric(random, 8))).toBeCloseTo(8, 0);
    expect(meanOf(() => normal(random, 3, 2))).toBeCloseTo(3, 1);
  });
});
