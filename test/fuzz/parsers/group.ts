import type { Group } from '../group.js';
import { outcomeOf } from '../outcome.js';
import { Random } from '../random.js';
import { TARGETS } from './targets.js';

const names = Object.keys(TARGETS);

/** An input is a line with the name of its target, followed by the bytes for the target. */
export const parsers: Group = {
  make(seed) {
    const random = new Random(seed);
    const name = random.pick(names);
    return Buffer.concat([Buffer.from(`${name}\n`), TARGETS[name]?.make(random) ?? new Uint8Array(0)]);
  },
  async check(input) {
    const end = input.indexOf(0x0a);
    const target = TARGETS[Buffer.from(input.subarray(0, end)).toString()];
    if (target === undefined) throw new TypeError('the input does not begin with the name of a target');
    await outcomeOf(() => target.parse(input.subarray(end + 1)));
  },
};
