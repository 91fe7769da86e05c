import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fixturePath } from '../../../fixtures.js';
import { python, runPython, withNumpy } from '../../engine/arrays/python.js';
import { containerDocument, npyDocument } from './documents.js';
import { LEAVES_SCRIPT, type NumpyLeaves, shownLeaves } from './numpy-cells.js';

const arrays = readdirSync(fixturePath('golden')).filter((name) => name.endsWith('.npy'));

describe.skipIf(python === undefined)(withNumpy('values of the fixtures'), () => {
  const expected = JSON.parse(
    runPython(LEAVES_SCRIPT, ...arrays.map((name) => fixturePath('golden', name))),
  ) as readonly NumpyLeaves[]; // what the script prints

  it.each(arrays)('%s shows what numpy prints', async (name) => {
    const shown = await shownLeaves(npyDocument(fixturePath('golden', name)));
    expect(shown).toEqual(expected[arrays.indexOf(name)]);
  });

  it.each(arrays)('the container of %s shows what numpy prints', async (name) => {
    const document = await containerDocument(fixturePath('golden', name.replace(/npy$/, 'blp')));
    expect(await shownLeaves(document)).toEqual(expected[arrays.indexOf(name)]);
    await document.close();
  });
});

const MAKE = `
import sys
import numpy as np
rng = np.random.default_rng(7)
folder = sys.argv[1]
bits = rng.integers(0, 256, 16000, dtype='u1').tobytes()
extremes = [-2**63, -1, 0, 1, 2**63 - 1, 2**53 + 1]
longs = np.array([0, 1, 10, 1/3, 1e-5, 1e-4, 1e15, 1e16, 1e300, np.nan, np.inf, -np.inf], dtype='g')
longs = np.concatenate([longs, 1 / (1 + longs[:8]), longs[3:6] ** 40, longs[6:8] ** 200])
pos = np.zeros(5, dtype=[('id', '>i8'), ('pos', [('x', '<f4'), ('y', '<f2')], (2,)), ('pad', 'V3'), ('name', 'U3'), ('m', '<i2', (2, 3))])
pos['id'] = [1, -2, 3, 2**62, 5]
pos['pos']['x'] = rng.normal(size=(5, 2))
pos['name'] = ['a', 'bé', '', 'x,y', '"']
for name, array in {
  'f4': np.frombuffer(bits, dtype='<f4'),
  'f8be': np.frombuffer(bits, dtype='>f8'),
  'f2': np.frombuffer(bits, dtype='<f2'),
  'i8': np.array(extremes, dtype='<i8'),
  'i8be': np.array(extremes, dtype='>i8'),
  'u8': np.array([0, 2**64 - 1, 2**63], dtype='<u8'),
  'long': longs,
  'clong': longs[:9] + 1j * longs[3:12],
  'c8': np.frombuffer(bits, dtype='<c8')[:300],
  'M8ns': np.array([0, -1, 2**62, -2**63], dtype='i8').view('<M8[ns]'),
  'm8': np.array([0, -5, -2**63], dtype='i8').view('<m8[25s]'),
  'records': pos,
  'cube': np.asfortranarray(rng.integers(-9, 9, (3, 4, 5))),
}.items():
  np.save(f'{folder}/{name}.npy', array)
  print(name)
`;

describe.skipIf(python === undefined)(withNumpy('values of every dtype'), () => {
  const folder = mkdtempSync(join(tmpdir(), 'blpk-values-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const names = python === undefined ? [] : runPython(MAKE, folder).trim().split('\n');

  it.each(names)('%s shows what numpy prints', async (name) => {
    const path = join(folder, `${name}.npy`);
    const [expected] = JSON.parse(runPython(LEAVES_SCRIPT, path)) as readonly NumpyLeaves[]; // what the script prints
    expect(await shownLeaves(npyDocument(path))).toEqual(expected);
  });
});
