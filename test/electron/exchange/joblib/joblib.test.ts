import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { joblib } from '../../../../electron/exchange/joblib/joblib.js';
import { dtypeDescrRepr } from '../../../../shared/format/numpy/dtype-print.js';
import { scratchFolder } from '../../../scratch-folder.js';
import { entriesOf, found, readArray } from '../opened.js';
import { runJoblib, withoutJoblib } from './python-joblib.js';

/** Files with the same arrays in every protocol and compression, the bytes of each in a file, and a table of what they are. */
const MAKE_FILES = `
import sys, os, json, pickle, joblib, numpy as np
from joblib.numpy_pickle_compat import write_zfile
os.chdir(sys.argv[1])
rng = np.random.default_rng(7)
record = np.dtype([('id', '<i4'), ('tag', 'S3'), ('p', '<f4', (2,)), ('in', [('z', '<c8'), ('u', '<U2')])])
arrays = {
  'walk': rng.standard_normal(40000).cumsum(),
  'grid_f': np.asfortranarray(rng.integers(0, 9999, (30, 17, 5), dtype='<i2')),
  'big': rng.standard_normal((9, 8)).astype('>f4'),
  'half': rng.standard_normal((9, 8)).astype('<f2'),
  'complex': rng.standard_normal((6, 5)) * 1j,
  'bytes': rng.integers(0, 255, (3, 4, 5, 2, 2), dtype='u1'),
  'bool': rng.random(11) > 0.5,
  'text': np.array([['Größe', '大小'], ['', 'x']]),
  'when': np.array(['2014-07-22', 'NaT'], dtype='<M8[25s]'),
  'span': np.array([5, 7], dtype='<m8[ms]'),
  'record': np.array([(7, b'ab', [1, 2], (1j, 'zä'))] * 3, dtype=record),
  'padded': np.ones((2, 3), dtype=np.dtype([('a', 'u1'), ('b', '<f8')], align=True)),
  'item': np.array(42.5),
  'empty': np.zeros((0, 3)),
}
os.mkdir('bytes')
table = {}
for name, a in arrays.items():
  f = a.flags.f_contiguous and not a.flags.c_contiguous
  open('bytes/' + name, 'wb').write(a.tobytes('F' if f else 'C'))
  table[name] = [repr(a.dtype.descr if a.dtype.names else a.dtype.str), list(a.shape), 'F' if f else 'C']
json.dump(table, open('table.json', 'w'))
for protocol in (2, 3, 4, 5):
  joblib.dump(arrays, f'raw{protocol}.joblib', protocol=protocol)
  for method in ('zlib', 'gzip'): joblib.dump(arrays, f'{method}{protocol}.joblib', compress=(method, 3), protocol=protocol)
for protocol in (3, 4, 5): pickle.dump(arrays, open(f'plain{protocol}.pkl', 'wb'), protocol=protocol)
with open('old.zfile', 'wb') as file: write_zfile(file, pickle.dumps(arrays, protocol=3))
`;

const MAKE_OTHERS = `
import sys, os, pickle, joblib, collections, numpy as np
os.chdir(sys.argv[1])
a = np.arange(6.0).reshape(2, 3)
joblib.dump(a, 'alone.joblib')
same = np.arange(3)
nest = {'x': [a, (same, same)], 3: {'y': np.float64(1.5), 'z': a[0]}, 'o': np.array([None, {'k': 1}], dtype=object),
  'od': collections.OrderedDict([('q', same)]), 's': {1, 2}, 'n': [1, -5, 2**70, 1.5, True, None, 'ü', b'b'], 'm': np.matrix([[1, 2]])}
nest['self'] = nest
joblib.dump(nest, 'nest.joblib')
pickle.dump(a, open('text.pkl', 'wb'), protocol=2)
pickle.dump(a, open('letters.pkl', 'wb'), protocol=0)
class Model: pass
model = Model(); model.w = a
joblib.dump(model, 'model.joblib')
class Evil:
  def __reduce__(self): return (os.system, ('touch executed',))
pickle.dump([a, Evil()], open('evil.pkl', 'wb'))
joblib.dump(a, 'bz2.joblib', compress='bz2')
joblib.dump(a, 'xz.joblib', compress='xz')
joblib.dump(a, 'lzma.joblib', compress='lzma')
`;

describe('files of joblib and pickle', () => {
  test('have the arrays that Python wrote, in every protocol and compression', async (context) => {
    if (withoutJoblib !== undefined) return context.skip(withoutJoblib);
    const folder = scratchFolder();
    runJoblib(MAKE_FILES, folder);
    const table: Record<string, [string, number[], string]> = JSON.parse(
      readFileSync(join(folder, 'table.json'), 'utf8'),
    );
    const files = [2, 3, 4, 5].flatMap((it) => [`raw${it}.joblib`, `zlib${it}.joblib`, `gzip${it}.joblib`]);
    for (const file of [...files, 'plain3.pkl', 'plain4.pkl', 'plain5.pkl', 'old.zfile']) {
      const path = join(folder, file);
      expect(await joblib.recognises(found(path)), file).toBe(true);
      const entries = await entriesOf(joblib, path);
      const specs = entries.map(({ name, spec }) => [
        name,
        spec && [dtypeDescrRepr(spec.dtype), spec.shape, spec.order],
      ]);
      expect(Object.fromEntries(specs), file).toEqual(table);
      for (const name of Object.keys(table)) {
        const [, bytes] = await readArray(joblib, path, name);
        expect(bytes.equals(readFileSync(join(folder, 'bytes', name))), `${file} ${name}`).toBe(true);
      }
    }
  });

  test('may hold one array, or many in lists, tuples and dicts, each with its name', async (context) => {
    if (withoutJoblib !== undefined) return context.skip(withoutJoblib);
    const folder = scratchFolder();
    runJoblib(MAKE_OTHERS, folder);
    const [{ name, spec, chunks }, bytes] = await readArray(joblib, join(folder, 'alone.joblib'));
    expect([name, spec.shape, chunks]).toEqual([join(folder, 'alone.joblib'), [2, 3], 'a pickle has no chunks']);
    expect([...new Float64Array(new Uint8Array(bytes).buffer)]).toEqual([0, 1, 2, 3, 4, 5]);
    const nested = await entriesOf(joblib, join(folder, 'nest.joblib'));
    expect(nested.map(({ name: it }) => it)).toEqual(['x/0', 'x/1/0', 'x/1/1', '3/z', 'o', 'od/q', 'm']);
    expect(nested[4]).toMatchObject({ spec: undefined, reason: 'its items are Python objects' });
    await expect(joblib.open(join(folder, 'nest.joblib'), undefined, {})).rejects.toThrow('holds several arrays');
    await expect(joblib.open(join(folder, 'nest.joblib'), 'o', {})).rejects.toThrow('Python objects');

    const refused: readonly [string, RegExp][] = [
      ['text.pkl', /written as text, as the pickle protocol 2/],
      ['letters.pkl', /no pickle of protocol 2 to 5/],
      ['model.joblib', /an object of '__main__.Model', and only arrays in lists, tuples and dicts/],
      ['evil.pkl', /an object of 'posix.system'/],
      ['bz2.joblib', /compressed with bzip2, .* compress='zlib' in place of 'bz2'/],
      ['xz.joblib', /compressed with xz/],
      ['lzma.joblib', /compressed with lzma/],
    ];
    for (const [file, message] of refused) {
      await expect(readArray(joblib, join(folder, file)), file).rejects.toThrow(message);
    }
    expect(() => readFileSync(join(folder, 'executed'))).toThrow('ENOENT');
  });

  test('that are cut off anywhere are refused in a sentence', async (context) => {
    if (withoutJoblib !== undefined) return context.skip(withoutJoblib);
    const folder = scratchFolder();
    runJoblib(MAKE_OTHERS, folder);
    for (const compressed of [false, true]) {
      const whole = readFileSync(join(folder, 'alone.joblib'));
      const path = join(folder, 'cut.joblib');
      const stored = compressed ? gzipSync(whole) : whole;
      for (let length = 0; length < stored.byteLength; length += compressed ? 5 : 3) {
        writeFileSync(path, stored);
        truncateSync(path, length);
        await expect(readArray(joblib, path), String(length)).rejects.toMatchObject({ kind: 'format' });
      }
    }
  });
});

/** Instructions behind PROTO 4. */
function pickled(...parts: readonly (string | number | Buffer)[]): string {
  const bytes = parts.map((part) =>
    typeof part === 'number' ? Buffer.from([part]) : typeof part === 'string' ? Buffer.from(part, 'latin1') : part,
  );
  const path = join(scratchFolder(), 'x.joblib');
  writeFileSync(path, Buffer.concat([Buffer.from([0x80, 4]), ...bytes]));
  return path;
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function u64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  return bytes;
}

function word(value: number): string {
  return u32(value).toString('latin1');
}

const I1 = `cnumpy\ndtype\n\x8c\x02i1\x89\x88\x87R`;
const V = `cnumpy\ndtype\n\x8c\x02V8\x89\x88\x87R`;

/** The state of a structure whose fields have a byte for each item; the instructions that push a dtype stand for each. */
function structState(fields: readonly (readonly [name: string, dtype: string])[], itemsize = fields.length): string {
  const texts = fields.map(([name]) => `\x8c${String.fromCharCode(name.length)}${name}`);
  const stepBytes = itemsize / fields.length;
  const entries = fields.map(([, dtype], index) => `${texts[index]}${dtype}J${word(index * stepBytes)}\x86`);
  return `(K\x03\x8c\x01|N(${texts.join('')}t}(${entries.join('')}uJ${word(itemsize)}K\x01K\x10t`;
}

const WRAPPER = 'cjoblib.numpy_pickle\nNumpyArrayWrapper\n)\x81';
const F8 = 'cnumpy\ndtype\n\x8c\x02f8\x89\x88\x87R(K\x03\x8c\x01<NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\0tb';

/** An array without items, as pickle alone writes it. */
const EMPTY = `cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\0\x85C\x01b\x87R(K\x01K\0\x85${F8}\x89C\0tb`;

describe('a hostile pickle', () => {
  test('is refused in one clear sentence', async () => {
    const cases: readonly [string, string, RegExp][] = [
      ['an unknown instruction', pickled(0xff), /instruction 0xff, which is not read/],
      ['an instruction of protocol 0', pickled('I5\n.'), /instruction 0x49, which protocols 2 to 5 do not write/],
      ['a persistent id', pickled('Px\n.'), /instruction 0x50/],
      ['an import', pickled('cos\nsystem\n', '\x8c\x01x\x85R.'), /an object of 'os.system'/],
      ['an import by name of a list', pickled(']]\x93.'), /imports what is no name/],
      ['a control letter in a name', pickled('c\x1b[2J\nx\n.'), /object of '\?\[2J.x'/],
      ['an endless name', pickled('c', 'x'.repeat(5000)), /a name is longer than 256 bytes/],
      ['an empty stack', pickled('.'), /takes a value that is not there/],
      ['no mark', pickled('t.'), /mark that is not there/],
      ['no memo', pickled('h\x05.'), /refers to a value that is not there/],
      ['a call of a text', pickled('\x8c\x01x)R.'), /calls what is no function/],
      ['items of a number', pickled('K\x01K\x02a.'), /adds items to what is no list/],
      ['an entry of a list', pickled(']K\x01K\x02s.'), /adds entries to what is no dict/],
      ['the state of a number', pickled('K\x01}b.'), /sets the state of what is no array/],
      ['a text that is not there', pickled('X', u32(2 ** 32 - 1), 'abc'), /goes on behind byte/],
      ['bytes that are not there', pickled('\x8e', u64(2n ** 53n - 1n), 'abc'), /goes on behind byte/],
      ['bytes beyond all sizes', pickled('\x8e', u64(2n ** 63n), 'abc'), /a value has 9223372036854775808 bytes/],
      ['an integer of 1 GB', pickled('\x8b', u32(2 ** 30), 'abc'), /an integer has 1073741824 bytes/],
      ['a wrapper without attributes', pickled(WRAPPER, 'Nb.'), /no attributes/],
      [
        'a shape that is no tuple',
        pickled(WRAPPER, `}(\x8c\x05shapeK\x05\x8c\x05order\x8c\x01C\x8c\x05dtype${F8}ub.`),
        /a shape is not a tuple/,
      ],
      [
        'a shape beyond the file',
        pickled(WRAPPER, `}(\x8c\x05shape\x8a\x06\0\0\0\0\0\x08\x85\x8c\x05order\x8c\x01C\x8c\x05dtype${F8}ub.`),
        /goes on behind byte|larger than/,
      ],
      ['a dtype that is none', pickled('cnumpy\ndtype\n\x8c\x02zzr\x85R.'), /pickle|dtype/],
    ];
    for (const [what, path, message] of cases) {
      await expect(entriesOf(joblib, path), what).rejects.toMatchObject({ kind: 'format' });
      await expect(entriesOf(joblib, path), what).rejects.toThrow(message);
    }
  });

  test('takes no more memory than its limits', async () => {
    const million = 2 ** 20 + 1;
    await expect(entriesOf(joblib, pickled('N'.repeat(million)))).rejects.toThrow('more than 1048576 Python values');
    const texts = Buffer.concat(
      Array.from({ length: 257 }, () =>
        Buffer.concat([Buffer.from('X'), u32(65536), Buffer.alloc(65536, 'x'), Buffer.from('0')]),
      ),
    );
    await expect(entriesOf(joblib, pickled(texts))).rejects.toThrow('texts have more than 16777216 bytes');
    // Each list holds the one before it twice: 2^60 ways to the first one.
    const doubling = `]\x94${Array.from({ length: 60 }, (_, at) => `](h${String.fromCharCode(at)}h${String.fromCharCode(at)}e\x94`).join('')}.`;
    expect(await entriesOf(joblib, pickled(doubling))).toEqual([]);
    expect(await entriesOf(joblib, pickled(']'.repeat(1000), 'a'.repeat(999), '.'))).toEqual([]);
  });

  test('has no more instructions, reads, fields and names than its limits, however few its bytes are', async () => {
    const refused = (path: string, message: string) => expect(entriesOf(joblib, path)).rejects.toThrow(message);
    const empty = pickled();
    writeFileSync(empty, deflateSync(Buffer.concat([Buffer.from([0x80, 4]), Buffer.alloc(2 ** 24, 0x98)])));
    await refused(empty, 'more than 16777216 instructions');
    // The state of a structure of 2000 fields, which 1000 dtypes have.
    const state = structState(Array.from({ length: 2000 }, (_, index) => [String(index), `j${word(0)}`] as const));
    const put = `${I1}r${word(0)}0${state}r${word(1)}0`;
    await refused(pickled(put, `${V}j${word(1)}b0`.repeat(1000), 'N.'), 'more than 1048576 Python values');
    // Each structure holds the one before it twice.
    const twice = Array.from({ length: 30 }, (_, at) => {
      const inner = `j${word(at)}`;
      return `${V}${structState(
        [
          ['a', inner],
          ['b', inner],
        ],
        2 ** (at + 1),
      )}br${word(at + 1)}0`;
    });
    await refused(pickled(`${I1}r${word(0)}0`, ...twice, 'N.'), 'a dtype has more than 65536 fields');
    const once = Array.from(
      { length: 40 },
      (_, at) => `${V}${structState([['a', `j${word(at)}`]], 1)}br${word(at + 1)}0`,
    );
    await refused(pickled(`${I1}r${word(0)}0`, ...once, 'N.'), 'nested deeper than 32 levels');
    await refused(pickled(`${EMPTY}\x940](${'h\0'.repeat(2 ** 16 + 1)}e.`), 'more than 65536 arrays');
    const key = `X${word(60_000)}${'k'.repeat(60_000)}r${word(0)}0`;
    const nested = `}j${word(0)}`.repeat(60);
    const names = `${key}${nested}](${EMPTY}r${word(1)}${`j${word(1)}`.repeat(100)}e${'s'.repeat(60)}.`;
    await refused(pickled(names), 'names of its arrays have more than 4194304 letters');
    // A key that holds another one twice, and so on.
    const keys = Array.from({ length: 60 }, (_, at) => `j${word(at)}j${word(at)}\x86r${word(at + 1)}0`).join('');
    expect(await entriesOf(joblib, pickled(`NN\x86r${word(0)}0${keys}}j${word(60)}${EMPTY}s.`))).toMatchObject([
      { name: '?,?' },
    ]);
  });
});
