import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { scratchDirectory } from '../../engine/scratch-directory.js';
import { convert } from './convert-files.js';
import { sampleArrays, writeNpy } from './sample-arrays.js';

describe('round trips', () => {
  test('of every dtype and shape in both orders give the same bytes', async () => {
    const folder = scratchDirectory();
    mkdirSync(join(folder, 'in'));
    const names = [...sampleArrays()].map(([name, array]) => {
      writeNpy(join(folder, 'in', `${name}.npy`), array);
      return name;
    });
    await convert(join(folder, 'in'), join(folder, 'containers/'));
    await convert(join(folder, 'containers'), join(folder, 'all.npz'));
    const { arrays } = await convert(join(folder, 'all.npz'), join(folder, 'out/'), {}, 'npy-folder');
    expect(arrays).toHaveLength(names.length);
    for (const name of names) {
      const [before, after] = ['in', 'out'].map((one) => readFileSync(join(folder, one, `${name}.npy`)));
      expect(after, name).toEqual(before);
    }
  });
});
