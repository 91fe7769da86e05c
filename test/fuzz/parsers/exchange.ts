/** Metadata of other formats: pickles around arrays, the texts of bcolz, text tables, and the directories of zip archives. */
import { deflateRawSync } from 'node:zlib';
import { ZipArchive } from '../../../electron/engine/arrays/zip-archive.js';
import { dataDescriptor, directory, localHeader, type ZipRecord } from '../../../electron/engine/arrays/zip-records.js';
import { memoryReader } from '../../../electron/engine/io/memory-reader.js';
import { parseCarrayLayout, parseColumnNames } from '../../../electron/exchange/bcolz/carray-layout.js';
import { CsvColumns, surveyTable } from '../../../electron/exchange/csv/csv-table.js';
import { arraysOfPickle } from '../../../electron/exchange/joblib/arrays-of-pickle.js';
import { parsePickle } from '../../../electron/exchange/joblib/parse-pickle.js';
import { PickleInput, readerBytes } from '../../../electron/exchange/joblib/pickle-input.js';
import { crc32 } from '../../../native/index.js';
import { arrayNbytes } from '../../../shared/format/numpy/array-metadata.js';
import { mustHold } from '../group.js';
import { outcomeOf } from '../outcome.js';
import type { Random } from '../random.js';
import { integer, typeCode } from './texts.js';

const LETTERS = 'latin1';
const GLOBALS = [
  'cjoblib.numpy_pickle\nNumpyArrayWrapper\n',
  'cnumpy\nndarray\n',
  'cnumpy\ndtype\n',
  'cnumpy.core.multiarray\n_reconstruct\n',
  'cnumpy.core.numeric\n_frombuffer\n',
  'c_codecs\nencode\n',
  'ccollections\nOrderedDict\n',
  'cos\nsystem\n',
];
const ATOMS = [
  'N',
  '\x88',
  '\x89',
  'K\x03',
  'M\x00\x02',
  'J\xff\xff\xff\xff',
  '\x8a\x02\x00\x01',
  'G\x3f\xf0\0\0\0\0\0\0',
];
const GROUPS = ['(', 't', 'l', 'd', ')', ']', '}', '\x85', '\x86', '\x87', 'a', 'e', 's', 'u', '\x8f', '\x90', '\x91'];
const ACTIONS = ['R', '\x81', 'b', 'q\x01', 'h\x01', '\x94', 'h\x00', '0', '1', '2', '\x93', '.', '\xff'];

function text(value: string): string {
  return `\x8c${String.fromCharCode(value.length)}${value}`;
}

/** A dtype as numpy pickles it. */
function dtype(random: Random): string {
  const code = random.pick(['f8', 'i4', 'u1', 'U5', 'S3', 'M8', 'V8', 'O8', 'x9']);
  const order = random.pick(['<', '>', '|']);
  return `cnumpy\ndtype\n${text(code)}\x89\x88\x87R(K\x03${text(order)}NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\0tb`;
}

/** An array as joblib writes it, and bytes that may be its items. */
function wrapped(random: Random): string {
  const shape = random.pick([')', 'K\x03\x85', 'K\x02K\x03\x86', '\x8a\x07\0\0\0\0\0\0\x01\x85', 'N']);
  const alignment = random.pick([
    '',
    `${text('numpy_array_alignment_bytes')}K\x10`,
    `${text('numpy_array_alignment_bytes')}N`,
  ]);
  const state = `}(${text('shape')}${shape}${text('order')}${text(random.pick(['C', 'F', 'A']))}${text('dtype')}${dtype(random)}${alignment}u`;
  return `${GLOBALS[0]})\x81${state}b\x01\xff${'\0'.repeat(random.below(60))}`;
}

export function pickle(random: Random): Uint8Array {
  const parts = Array.from({ length: random.below(20) }, () =>
    random.pick([
      () => random.pick(GLOBALS),
      () => random.pick(ATOMS),
      () => random.pick(GROUPS),
      () => random.pick(GROUPS),
      () => random.pick(ACTIONS),
      () => text(random.pick(['a', 'shape', 'numpy', 'dtype', ''])),
      () => `C\x08${'\0'.repeat(random.between(0, 9))}`,
      () => dtype(random),
      () => wrapped(random),
    ])(),
  );
  const bytes = Buffer.from(`\x80${random.pick(['\x02', '\x04', '\x05', '\x07'])}${parts.join('')}.`, LETTERS);
  if (random.oneIn(3) && bytes.length > 0) bytes[random.below(bytes.length)] = random.below(256);
  return bytes;
}

/** Every array lies in the bytes that were read. */
export async function parsePickledArrays(bytes: Uint8Array): Promise<void> {
  const root = await parsePickle(new PickleInput(readerBytes(memoryReader(bytes))));
  for (const { found } of arraysOfPickle(root, 'x.pkl')) {
    if ('reason' in found) continue;
    mustHold(found.position + arrayNbytes(found) <= bytes.byteLength, 'an array lies in the pickle');
  }
}

/** The texts of `meta/sizes` and `meta/storage`, or that of `__rootdirs__` alone, on a line each. */
export function bcolzTexts(random: Random): string {
  if (random.oneIn(5)) return `{"names": [${random.pick(['"a"', '"a", "b"', '".."', '"a/b"', '1', ''])}]}`;
  const shape = random.pick(['[3]', '[7, 2]', '[0]', '5', '[]', 'null', `[${integer(random)}]`]);
  const type = random.pick([
    () => 'float64',
    () => 'datetime64[ms]',
    () => typeCode(random),
    () => "{'names': ['a'], 'formats': ['<i4'], 'offsets': [4], 'itemsize': 8}",
    () => "[('a', '<i4')]",
  ])();
  return `{"shape": ${shape}}\n{"dtype": ${JSON.stringify(type)}, "chunklen": ${integer(random)}}`;
}

/** The chunks have all rows. */
export function parseBcolzTexts(texts: string): void {
  const [sizes = '', storage] = texts.split('\n');
  if (storage === undefined) return void parseColumnNames(sizes);
  const { spec, chunkCount, chunkRows, lastRows } = parseCarrayLayout(sizes, storage);
  const rows = chunkCount === 0 ? 0 : (chunkCount - 1) * chunkRows + lastRows;
  mustHold(rows === spec.shape[0], `the chunks have ${rows} rows`);
  mustHold(lastRows <= chunkRows, 'the last chunk is no longer than the others');
}

/** A text table whose cells are mostly numbers, and whose rows mostly have as many cells. */
export function csvText(random: Random): string {
  const delimiter = random.pick([',', ',', ',', '\t', ';']);
  const width = random.between(1, 5);
  const cell = (): string =>
    random.pick([
      () => integer(random),
      () => integer(random),
      () => random.pick(['0.5', '-1e400', '1e-400', '.5', '5.', '+3', 'inf', '-Infinity', 'nan', '', ' 7 ', '1_000']),
      () => random.pick(['x', '"', '""', '"a,b"', '"1"', '"\n"', "'1'", '\u{1f600}', '\0', '9'.repeat(400)]),
    ])();
  const row = (): string => Array.from({ length: random.oneIn(20) ? random.below(8) : width }, cell).join(delimiter);
  const rows = Array.from({ length: random.below(12) }, row);
  return `${random.oneIn(9) ? '\ufeff' : ''}${rows.join(random.pick(['\n', '\n', '\r\n', '\r']))}`;
}

/** Each column has an item for every row, as its dtype says. */
export async function parseCsv(bytes: Uint8Array): Promise<void> {
  const reader = memoryReader(bytes, 'x.csv');
  const table = await surveyTable(reader, {});
  const columns = new CsvColumns(reader, table);
  for (const column of table.columns) {
    if (column.spec === undefined) continue;
    let found = 0;
    for await (const piece of columns.pieces(column, {})) found += piece.byteLength;
    mustHold(found === arrayNbytes(column.spec), `column '${column.name}' has ${found} bytes`);
  }
}

/** A zip archive with members of both kinds, mostly whole. */
export function zipArchive(random: Random): Uint8Array {
  const parts: Uint8Array[] = [];
  let positionBytes = 0;
  const records = Array.from({ length: random.below(6) }, (_, index): ZipRecord => {
    const plain = random.bytes(random.below(200));
    const isDeflated = random.oneIn(2);
    const stored = isDeflated ? deflateRawSync(plain) : plain;
    const name = random.pick([`a${index}.npy`, `a${index}.npy`, 'a.npy', `g/.zarray`, '../x.npy', '/x', 'C:\\x', '']);
    const start = { fileName: Buffer.from(name), isDeflated, positionBytes };
    const sizes = { storedBytes: stored.byteLength, sizeBytes: plain.byteLength };
    const record = { ...start, crc32: crc32(plain, 0), ...sizes };
    const member = Buffer.concat([localHeader(record), stored, dataDescriptor(record)]);
    positionBytes += member.byteLength;
    parts.push(member);
    return record;
  });
  const bytes = Buffer.concat([...parts, ...directory(records, positionBytes)]);
  for (let left = random.oneIn(3) ? 0 : random.between(1, 4); left > 0 && bytes.length > 0; left--) {
    // Most of what is said of the members stands at the end.
    const at = random.oneIn(3)
      ? random.below(bytes.length)
      : bytes.length - 1 - random.below(Math.min(150, bytes.length));
    bytes[at] = random.pick([0, 1, 0xff, random.u32() & 0xff]);
    if (random.oneIn(4)) bytes.fill(0xff, at, Math.min(bytes.length, at + random.between(1, 8)));
  }
  return random.oneIn(20) ? bytes.subarray(0, random.below(bytes.length + 1)) : bytes;
}

/** Members that are read have the bytes that the directory says. */
export async function readZip(bytes: Uint8Array): Promise<void> {
  const archive = await ZipArchive.open(memoryReader(bytes, 'x.zip'));
  for (const member of archive.members) {
    await outcomeOf(async () => {
      let found = 0;
      for await (const piece of archive.read(member)) found += piece.byteLength;
      mustHold(found === member.sizeBytes, `member '${member.fileName}' has ${found} bytes`);
      mustHold(!member.fileName.split('/').includes('..'), 'no member leads out of the archive');
    });
  }
  await archive.close();
}
