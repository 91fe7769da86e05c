import { describe, expect, test } from 'vitest';
import { Container } from '../../../../electron/engine/container/container.js';
import { python, runPython } from '../arrays/python.js';
import { itemsIn, packCountedItems } from './counted-items.js';

const cases: readonly (readonly [readonly number[], string])[] = [
  [[100], '10:20'],
  [[100], '::-1'],
  [[100], '-10:'],
  [[100], '90:5:-7'],
  [[100], '-1000:1000:13'],
  [[100], '5:5'],
  [[100], '-1'],
  [[100], '20:10'],
  [[100], '::-1000'],
  [[0], '::-1'],
  [[0], ':'],
  [[], '...'],
  [[13, 17], '3'],
  [[13, 17], ':,3'],
  [[13, 17], '...,3'],
  [[13, 17], '::-2,::-3'],
  [[13, 17], '2:9:3,-4:-12:-2'],
  [[13, 17], '-1,-1'],
  [[13, 17], '...'],
  [[5, 7, 9], '1:4,...,2:8:2'],
  [[5, 7, 9], '...,::-1'],
  [[5, 7, 9], '::2,3,::-4'],
  [[5, 7, 9], '2,:,4'],
  [[5, 0, 9], '::2,:,::-4'],
  [[3, 4, 5, 6], '-1,1:3,...'],
  [[3, 4, 5, 6], '...,0,::-1'],
  [[3, 4, 5, 6], '::-1,::-1,::-1,::-1'],
];

/** Slices the same array, which counts up in memory order, and prints shape and items in memory order. */
const script = `
import json, sys
import numpy as np
results = []
for shape, text, order in json.loads(sys.argv[1]):
    a = np.arange(int(np.prod(shape)), dtype='<u4').reshape(shape, order=order)
    b = np.asarray(eval('a[' + text + ']'))
    results.append([list(b.shape), b.ravel(order=order).tolist()])
print(json.dumps(results))
`;

describe('slices', () => {
  test('are the ones that numpy takes', async (context) => {
    if (python === undefined) context.skip('no python3 with numpy on this machine');
    const asked = cases.flatMap(([shape, text]) =>
      ['C' as const, 'F' as const].map((order) => ({ shape, text, order })),
    );
    const answers: unknown = JSON.parse(
      runPython(script, JSON.stringify(asked.map(({ shape, text, order }) => [shape, text, order]))),
    );
    const ours = await Promise.all(
      asked.map(async ({ shape, text, order }) => {
        const bytes = await packCountedItems(shape, order, { chunkSize: 128, blosc: { blocksize: 128 } });
        const { shape: sliced, bytes: items } = await (await Container.open(bytes)).readSlice(text);
        return [sliced, itemsIn(items)];
      }),
    );
    expect(ours).toEqual(answers);
  });
});
