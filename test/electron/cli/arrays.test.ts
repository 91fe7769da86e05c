import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fixturePath } from '../../fixtures.js';
import { scratchFolder } from '../../scratch-folder.js';
import { hasPython, pythonNote, runPython } from './python.js';
import { runBlpk } from './run-blpk.js';

const cwd = scratchFolder();

const READ_WITH_BLOSC = `
import sys, struct, json, zlib, blosc, numpy as np
data = open(sys.argv[1], 'rb').read()
magic, version, options, checksum, typesize, size, last, nchunks, room = struct.unpack('<4sBBBBiiqq', data[:32])
assert (magic, version, options) == (b'blpk', 3, 3)
meta = struct.unpack('<8sBBBBIII8s', data[32:64])
text = data[64:64 + meta[7]]
if meta[3] == 1: text = zlib.decompress(text)
facts = json.loads(text)
at = 64 + meta[6] + 4
plain = b''
for offset in struct.unpack('<%dq' % nchunks, data[at:at + 8 * nchunks]):
    ctbytes, = struct.unpack('<I', data[offset + 12:offset + 16])
    chunk = data[offset:offset + ctbytes]
    assert struct.unpack('<I', data[offset + ctbytes:offset + ctbytes + 4])[0] == zlib.adler32(chunk)
    plain += blosc.decompress(chunk)
array = np.frombuffer(plain, dtype=eval(facts['dtype'])).reshape(facts['shape'], order=facts['order'])
assert np.array_equal(array, np.load(sys.argv[2]))
print('equal', array.shape, nchunks)
`;

const WRITE_WITH_BLOSC = `
import struct, json, zlib, blosc, numpy as np
array = (np.arange(30000, dtype='<u2') % 977).reshape(100, 300)
np.save('theirs_expected.npy', array)
plain, size = array.tobytes(), 8192
chunks = [plain[i:i + size] for i in range(0, len(plain), size)]
text = json.dumps({'dtype': repr('<u2'), 'shape': [100, 300], 'order': 'C', 'container': 'numpy'}, separators=(',', ':')).encode()
with open('theirs.blp', 'wb') as out:
    out.write(b'blpk' + struct.pack('<BBBBiiqq', 3, 3, 1, 2, size, len(chunks[-1]), len(chunks), 0))
    out.write(struct.pack('<8sBBBBIII8s', b'JSON', 0, 1, 0, 6, len(text), len(text), len(text), b''))
    out.write(text + struct.pack('<I', zlib.adler32(text)))
    at = out.tell() + 8 * len(chunks)
    packed = [blosc.compress(c, typesize=2, cname='zstd') for c in chunks]
    for chunk in packed:
        out.write(struct.pack('<q', at))
        at += len(chunk) + 4
    for chunk in packed:
        out.write(chunk + struct.pack('<I', zlib.adler32(chunk)))
`;

describe.skipIf(!hasPython)(`blpk and Python understand each other${pythonNote}`, () => {
  test('reads with python-blosc and numpy what blpk packed', async () => {
    runPython("import numpy as np; np.save('ours.npy', np.arange(50000.).reshape(5, 100, 100))", [], cwd);
    expect(await runBlpk(['pack', '-z', '64K', 'ours.npy'], { cwd })).toMatchObject({ code: 0, out: '', err: '' });
    expect(runPython(READ_WITH_BLOSC, ['ours.blp', 'ours.npy'], cwd)).toBe('equal (5, 100, 100) 7\n');
  });

  test('unpacks what python-blosc wrote', async () => {
    runPython(WRITE_WITH_BLOSC, [], cwd);
    expect(await runBlpk(['unpack', 'theirs.blp'], { cwd })).toMatchObject({ code: 0, out: '', err: '' });
    const expected = readFileSync(join(cwd, 'theirs_expected.npy'));
    expect(readFileSync(join(cwd, 'theirs.npy')).equals(expected)).toBe(true);
  });

  test('packs a .npz into a directory, and containers into a .npz that numpy loads', async () => {
    runPython("import numpy as np; np.savez('set.npz', a=np.arange(10), b=np.eye(3, dtype='f4'))", [], cwd);
    expect(await runBlpk(['pack', 'set.npz'], { cwd })).toMatchObject({ code: 0, out: '', err: '' });
    expect(readdirSync(join(cwd, 'set')).sort()).toEqual(['a.blp', 'b.blp']);
    expect(await runBlpk(['pack', 'set.npz'], { cwd })).toMatchObject({ code: 1 });
    expect(await runBlpk(['unpack', 'set/a.blp', 'set/b.blp', 'back.npz'], { cwd })).toMatchObject({ code: 0 });
    const script = "import numpy as np; z = np.load('back.npz'); print(z['a'].sum(), z['b'].trace(), z['b'].dtype)";
    expect(runPython(script, [], cwd)).toBe('45 3.0 float32\n');
  });
});

describe('blpk slice', () => {
  test('prints values as numpy does', async () => {
    expect((await runBlpk(['slice', fixturePath('golden/ndarray_2d_F.blp'), ':2,:3'])).out).toMatch(
      /^\[\[.*\n \[.*\]\]\n$/,
    );
    expect((await runBlpk(['slice', fixturePath('golden/ndarray_0d.blp'), ''])).out).toMatch(/^\S+\n$/);
  });

  test('takes negative slices, which look like options', async () => {
    const file = fixturePath('golden/ndarray_f8.blp');
    const [last, tail] = [await runBlpk(['slice', file, '-1']), await runBlpk(['slice', file, '-1:'])];
    expect(tail).toMatchObject({ code: 0, out: `[${last.out.trim()}]\n` });
  });

  test('prints at most 1000 values, and says how to get all', async () => {
    await runBlpk(['pack', fixturePath('plain/arange_i8.npy'), 'many.blp'], { cwd });
    const run = await runBlpk(['slice', 'many.blp', ':'], { cwd });
    expect(run.code).toBe(0);
    expect(run.out).toMatch(/ 999\]\n\.\.\. 7315 more\n$/);
    expect(run.err).toBe("blpk: shape (8315,): write all values with blpk slice 'many.blp' ':' out.npy\n");
  });

  test('writes a .npy file, for the whole array the same bytes as numpy', async () => {
    const npy = readFileSync(fixturePath('golden/ndarray_3d_F.npy'));
    const file = fixturePath('golden/ndarray_3d_F.blp');
    expect(await runBlpk(['slice', file, '...', 'all.npy'], { cwd })).toMatchObject({ code: 0, out: '', err: '' });
    expect(readFileSync(join(cwd, 'all.npy')).equals(npy)).toBe(true);
    expect((await runBlpk(['slice', file, '...', '-'], { cwd })).stdout.equals(npy)).toBe(true);
    expect((await runBlpk(['unpack', file, '-'], { cwd })).stdout.equals(npy)).toBe(true);
  });

  test('refuses invalid slices, containers without an array, and slices out of bounds', async () => {
    const file = fixturePath('golden/ndarray_f8.blp');
    for (const slice of ['a:b', '1,2,3,4', '99999999']) {
      expect(await runBlpk(['slice', file, slice])).toMatchObject({ code: 1, out: '' });
    }
    const plain = await runBlpk(['slice', fixturePath('golden/defaults.blp'), '0']);
    expect(plain.err).toMatch(/^blpk: error: '.*' holds plain bytes, not an array: it cannot be sliced\n$/);
  });
});

describe('blpk estimate', () => {
  test('is exact when it samples everything, for .npy files too', async () => {
    const npy = fixturePath('plain/poisson_i8.npy');
    await runBlpk(['pack', '-z', '16K', npy, 'p.blp'], { cwd });
    const run = await runBlpk(['estimate', '--json', '-z', '16K', npy], { cwd });
    const size = readFileSync(join(cwd, 'p.blp')).length;
    expect(JSON.parse(run.out)).toMatchObject({ exact: true, stored_bytes: size });
  });

  test('comes close from a sample', async () => {
    writeFileSync(join(cwd, 'big.dat'), Buffer.from(Float64Array.from({ length: 500_000 }, (_, i) => i / 7).buffer));
    await runBlpk(['c', '-z', '32K', 'big.dat'], { cwd });
    const size = readFileSync(join(cwd, 'big.dat.blp')).length;
    const { out } = await runBlpk(['estimate', '--json', '-z', '32K', 'big.dat'], { cwd });
    const estimate = JSON.parse(out) as { stored_bytes: number; sampled_chunks: number; exact: boolean };
    expect(estimate).toMatchObject({ sampled_chunks: 16, exact: false });
    expect(Math.abs(estimate.stored_bytes / size - 1)).toBeLessThan(0.1);
    const text = await runBlpk(['estimate', '-z', '32K', 'big.dat'], { cwd });
    expect(text.out).toMatch(/\nblpk: sample: 16 of \d+ chunks, evenly spread \(482\.25K \(493824B\)\)\n/);
  });
});

describe('--chunk-rows', () => {
  const array = fixturePath('golden/ndarray_2d_C.npy');

  test('packs, estimates and recompresses in chunks of whole rows', async () => {
    expect(await runBlpk(['pack', '--chunk-rows', '2', array, 'rows.blp'], { cwd })).toMatchObject({
      code: 0,
      err: '',
    });
    const { header, metadata } = JSON.parse((await runBlpk(['info', '--json', 'rows.blp'], { cwd })).out);
    expect(header.chunk_size).toBe(2 * metadata.shape[1] * header.typesize);
    const estimate = JSON.parse((await runBlpk(['estimate', '--json', '--chunk-rows', '2', array], { cwd })).out);
    expect(estimate.nchunks).toBe(header.nchunks);
    await runBlpk(['recompress', '--chunk-rows', '1', 'rows.blp', 'row.blp'], { cwd });
    const again = JSON.parse((await runBlpk(['info', '--json', 'row.blp'], { cwd })).out);
    expect([again.header.chunk_size, again.header.nchunks]).toEqual([header.chunk_size / 2, metadata.shape[0]]);
  });

  test.each([
    [2, ['--chunk-rows', '2', '-z', '1M', array], 'cannot be used with option'],
    [2, ['--chunk-rows', '0', array], 'Expected a whole number from 1'],
    [1, ['--chunk-rows', '2', fixturePath('golden/ndarray_0d.npy'), 'no.blp'], 'holds a single item, and thus no rows'],
  ])('exits with %d for %j', async (code, args, message) => {
    expect(await runBlpk(['pack', ...args], { cwd })).toMatchObject({ code, err: expect.stringContaining(message) });
  });

  test('leaves out arrays of a .npz that have no rows', async () => {
    await runBlpk(
      ['unpack', fixturePath('golden/ndarray_0d.blp'), fixturePath('golden/ndarray_2d_C.blp'), 'mixed.npz'],
      {
        cwd,
      },
    );
    const run = await runBlpk(['pack', '--chunk-rows', '2', 'mixed.npz'], { cwd });
    expect(run).toMatchObject({ code: 1, err: expect.stringContaining('holds a single item') });
    expect(readdirSync(join(cwd, 'mixed'))).toEqual(['ndarray_2d_C.blp']);
  });
});
