import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { npyStreamSource } from '../../../../electron/engine/arrays/array-or-bytes.js';
import { npyHeaderFor } from '../../../../electron/engine/arrays/npy-head.js';
import { MAX_KEPT_BYTES, NPY_HEADER_KEY, npyHeaderOf } from '../../../../electron/engine/arrays/npy-metadata.js';
import { packNpzToDirectory, unpackFilesToNpz } from '../../../../electron/engine/arrays/npz-directory.js';
import { Container } from '../../../../electron/engine/container/container.js';
import { append } from '../../../../electron/engine/in-place/append/append.js';
import { compressedFileSink } from '../../../../electron/engine/pack/compressed/compressed-sink.js';
import {
  packNpyToFile,
  unpackNdarrayFromFile,
  unpackNpyFromFile,
} from '../../../../electron/engine/pack/convenience.js';
import { pack } from '../../../../electron/engine/pack/pack.js';
import { recompress } from '../../../../electron/engine/pack/recompress.js';
import { type JsonValue, printJson } from '../../../../shared/format/json.js';
import { arrayMetadata } from '../../../../shared/format/numpy/array-metadata.js';
import { parseTypeString } from '../../../../shared/format/numpy/dtype-parse.js';
import { scratchFolder } from '../../../scratch-folder.js';
import { hasPython, pythonNote, runPython } from '../../cli/python.js';
import { writeZip } from './zip-file.js';

interface Variant {
  readonly dict: string;
  readonly align?: number;
  readonly major?: 1 | 2 | 3;
}

const data = Buffer.from(Float64Array.of(0, 1, 2, 3, 4, 5).buffer);

function headerBytes({ dict, align = 64, major = 1 }: Variant): Buffer {
  const start = major === 1 ? 10 : 12;
  const text = Buffer.from(dict, 'latin1');
  const padding = (align - ((start + text.byteLength + 1) % align)) % align;
  const prefix = Buffer.alloc(start);
  prefix.write('\x93NUMPY', 'latin1');
  prefix.writeUInt8(major, 6);
  if (major === 1) prefix.writeUInt16LE(text.byteLength + padding + 1, 8);
  else prefix.writeUInt32LE(text.byteLength + padding + 1, 8);
  return Buffer.concat([prefix, text, Buffer.from(`${' '.repeat(padding)}\n`)]);
}

const numpysDict = "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }";

/** What programs have written and numpy reads, but would not write today. */
const variants: Readonly<Record<string, Variant>> = {
  'numpy before 1.14, aligned to 16': { dict: numpysDict, align: 16 },
  'Python 2 on Windows': { dict: "{'descr': '<f8', 'fortran_order': False, 'shape': (2L, 3L), }", align: 16 },
  'no comma before the brace': { dict: "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3)}" },
  'a column in Fortran order': { dict: "{'descr': '<f8', 'fortran_order': True, 'shape': (6, 1), }", align: 16 },
  'another order of keys': { dict: "{'shape': (2, 3), 'fortran_order': False, 'descr': '<f8'}" },
  'a vector in Fortran order': { dict: "{'descr': '<f8', 'fortran_order': True, 'shape': (6,), }" },
  'version 2 where 1 does': { dict: numpysDict, major: 2 },
  'version 3 where 1 does': { dict: numpysDict, major: 3 },
  'unaligned, without a space': { dict: numpysDict, align: 1 },
};

interface Packed {
  readonly npy: string;
  readonly container: string;
  readonly directory: string;
}

async function packed(npyBytes: Uint8Array): Promise<Packed> {
  const directory = scratchFolder();
  const [npy, container] = [join(directory, 'a.npy'), join(directory, 'a.blp')];
  writeFileSync(npy, npyBytes);
  await packNpyToFile(npy, container);
  return { npy, container, directory };
}

async function metadataOf(container: string): Promise<ReadonlyMap<string, JsonValue>> {
  const reader = await Container.open(container);
  const metadata = await reader.metadata().finally(() => reader.close());
  if (metadata?.kind !== 'json' || !(metadata.value instanceof Map)) throw new Error('no JSON object');
  return metadata.value;
}

async function unpacked({ container, directory }: Pick<Packed, 'container' | 'directory'>): Promise<Buffer> {
  const again = join(directory, 'again.npy');
  await unpackNpyFromFile(container, again, { overwrite: true });
  return readFileSync(again);
}

describe.each(Object.entries(variants))('a .npy of %s', (_, variant) => {
  const npyBytes = Buffer.concat([headerBytes(variant), data]);

  test('comes back bit for bit, and its values are those of the array', async () => {
    const files = await packed(npyBytes);
    expect((await unpacked(files)).equals(npyBytes)).toBe(true);
    const { bytes } = await unpackNdarrayFromFile(files.container);
    expect(Buffer.from(bytes).equals(data)).toBe(true);
  });

  test('comes back from a stream, and through another compression', async () => {
    const directory = scratchFolder();
    const [first, container] = [join(directory, 'first.blp'), join(directory, 'second.blp')];
    const pieces = [...npyBytes].map((byte) => Uint8Array.of(byte));
    await pack(await npyStreamSource(pieces, '<stream>'), await compressedFileSink(first));
    await recompress(first, container, { blosc: { codec: 'zstd' } });
    expect((await unpacked({ container, directory })).equals(npyBytes)).toBe(true);
  });

  test('comes back as a member of a .npz', async () => {
    const directory = scratchFolder();
    const npz = join(directory, 'a.npz');
    writeFileSync(npz, await writeZip([{ fileName: 'x.npy', bytes: npyBytes }]));
    const { packed: containers } = await packNpzToDirectory(npz, join(directory, 'out'));
    const again = join(directory, 'again.npz');
    await unpackFilesToNpz(
      containers.map(({ path }) => path),
      again,
    );
    // Members are stored, not deflated.
    expect(readFileSync(again).includes(npyBytes)).toBe(true);
  });
});

test('a header that numpy would write is not kept: the container is the same as before', async () => {
  const spec = { dtype: parseTypeString('<f8'), shape: [2, 3], order: 'C' } as const;
  const { container } = await packed(Buffer.concat([npyHeaderFor(spec), data]));
  expect([...(await metadataOf(container)).keys()]).toEqual(['dtype', 'shape', 'order', 'container']);
});

test('a header that is too long to be kept becomes the one of numpy', async () => {
  const dict = `${numpysDict}${' '.repeat(MAX_KEPT_BYTES)}`;
  const files = await packed(Buffer.concat([headerBytes({ dict, major: 2 }), data]));
  const again = await unpacked(files);
  expect(again.subarray(-data.byteLength).equals(data)).toBe(true);
  expect(again.byteLength).toBe(128 + data.byteLength);
});

test('an array that has grown gets a header of its own again', async () => {
  const { container, directory } = await packed(Buffer.concat([headerBytes({ dict: numpysDict, align: 16 }), data]));
  await append(container, [data.subarray(0, 24)]);
  expect([...(await metadataOf(container)).keys()]).toEqual(['dtype', 'shape', 'order', 'container']);
  const grown = { dtype: parseTypeString('<f8'), shape: [3, 3], order: 'C' } as const;
  const expected = Buffer.concat([npyHeaderFor(grown), data, data.subarray(0, 24)]);
  expect((await unpacked({ container, directory })).equals(expected)).toBe(true);
});

describe('npyHeaderOf', () => {
  const spec = { dtype: parseTypeString('<f8'), shape: [2, 3], order: 'C' } as const;
  const good = headerBytes({ dict: numpysDict, align: 16 }).toString('latin1');
  const withKept = (kept: JsonValue): JsonValue => ({ ...arrayMetadata(spec), [NPY_HEADER_KEY]: kept });

  test('takes a kept header that says what the metadata say', () => {
    expect(Buffer.from(npyHeaderOf(withKept(good), spec)).toString('latin1')).toBe(good);
  });

  const hostile: Readonly<Record<string, JsonValue>> = {
    'of another dtype': good.replace('<f8', '<i8'),
    'of another byte order': good.replace('<f8', '>f8'),
    'of another shape': good.replace('(2, 3)', '(3, 2)'),
    'of more dimensions': good.replace('(2, 3), ', '(1,2,3),'),
    'of the other order': good.replace('False', 'True '),
    'with bytes behind it': `${good}x`,
    'cut short': good.slice(0, -1),
    'that is empty': '',
    'that claims more than is there': good.replace(/^(.{8})../su, '$1\xff\xff'),
    'of text that is not bytes': good.replace("'descr'", "'\u0416escr'"),
    'that is no text': [1, 2],
    'that is null': null,
    'of Python objects': good.replace("'<f8'", "'|O' "),
    'that runs code': `\x93NUMPY\x01\x00\x1c\x00__import__('os').system(1) \n`,
    'of another version': good.replace('\x01\x00', '\x09\x00'),
    'that is endless': good + ' '.repeat(MAX_KEPT_BYTES),
  };

  test.each(Object.entries(hostile))('takes numpy’s own in place of a kept header %s', (_, kept) => {
    expect(kept).not.toBe(good);
    expect(npyHeaderOf(withKept(kept), spec)).toEqual(npyHeaderFor(spec));
  });
});

test.runIf(hasPython)(`the reference reads such a container${pythonNote}`, async () => {
  const { container, directory } = await packed(Buffer.concat([headerBytes({ dict: numpysDict, align: 16 }), data]));
  // As bloscpack's `PlainNumpySink` and `_read_metadata` do, on their libraries.
  const script = `
import ast, json, struct, sys, zlib, blosc, numpy
raw = open(sys.argv[1], 'rb').read()
_, codec, _, meta_size, room, stored = struct.unpack('<BBBIII', raw[41:56])
text = raw[64:64 + stored]
text = zlib.decompress(text) if codec == 1 else text
metadata = json.loads(text.decode('utf-8'))
assert len(text) == meta_size and metadata['container'] == 'numpy'
array = numpy.empty(metadata['shape'], dtype=numpy.dtype(ast.literal_eval(metadata['dtype'])), order=metadata['order'])
nchunks, app = struct.unpack('<qq', raw[16:32])
at = 64 + room + 4 + 8 * (nchunks + app)
ctbytes = struct.unpack('<I', raw[at + 12:at + 16])[0]
blosc.decompress_ptr(raw[at:at + ctbytes], array.__array_interface__['data'][0])
print(array.tolist(), metadata['${NPY_HEADER_KEY}'].encode('latin1') == open(sys.argv[2], 'rb').read()[:80])
`;
  expect(runPython(script, [container, join(directory, 'a.npy')], directory)).toBe(
    '[[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]] True\n',
  );
  expect(printJson([...(await metadataOf(container)).keys()])).toBe(
    `["dtype","shape","order","container","${NPY_HEADER_KEY}"]`,
  );
});
