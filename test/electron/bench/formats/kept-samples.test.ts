import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { KeptSamples, type Sample } from '../../../../electron/bench/formats/kept-samples.js';
import { scratchFolder } from '../../../scratch-folder.js';

const folder = scratchFolder();
const settings = { layout: 'talk-2014', nthreads: 2 } as const;
const entry = { contender: 'npz', level: 1 };
const sample: Sample = { array: 'abc', entry: 'npz_1', round: 2, storedBytes: 10, writeMs: 1.5, readMs: 0.5 };

async function fileWith(name: string, ...samples: readonly Sample[]): Promise<string> {
  const path = join(folder, name);
  const kept = await KeptSamples.inFile(path, settings);
  for (const one of samples) await kept.keep(one);
  await kept.close();
  return path;
}

describe('samples that are kept', () => {
  it('are found by array, entry and round, in the same run and in the next', async () => {
    const path = await fileWith('one.jsonl', sample);
    const kept = await KeptSamples.inFile(path, settings);
    await kept.keep({ ...sample, round: 3, coldMs: 4 });
    expect(kept.of('abc', entry, 1)).toBeUndefined();
    expect(kept.of('abc', entry, 2)).toEqual(sample);
    expect(kept.of('abc', entry, 3)).toEqual({ ...sample, round: 3, coldMs: 4 });
    expect(kept.of('abd', entry, 2)).toBeUndefined();
    await kept.close();
  });

  it('survive a run that was killed in the middle of a line', async () => {
    const path = await fileWith('killed.jsonl', sample, { ...sample, round: 3 });
    writeFileSync(path, readFileSync(path, 'utf8').slice(0, -20));
    const kept = await KeptSamples.inFile(path, settings);
    expect(kept.of('abc', entry, 3)).toBeUndefined();
    await kept.keep({ ...sample, round: 4 });
    await kept.close();
    const again = await KeptSamples.inFile(path, settings);
    expect([2, 3, 4].map((round) => again.of('abc', entry, round)?.round)).toEqual([2, undefined, 4]);
    await again.close();
  });

  it('of other settings are refused', async () => {
    const path = await fileWith('other.jsonl', sample);
    await expect(KeptSamples.inFile(path, { ...settings, nthreads: 8 })).rejects.toThrow(
      'was measured with layout talk-2014 and 2 threads, not layout talk-2014 and 8 threads',
    );
  });

  it.each([
    ['a file of another kind', '{"a": 1}\n', 'holds no samples of bench-formats'],
    ['a text', 'time,size\n1,2\n', 'has a line that is no JSON'],
    ['a text without a line end', 'notes', 'holds no samples of bench-formats'],
  ])('are never looked for in %s, which stays as it is', async (name, text, message) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    await expect(KeptSamples.inFile(path, settings)).rejects.toThrow(message);
    expect(readFileSync(path, 'utf8')).toBe(text);
  });
});
