import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';

const CODECS = ['blosclz', 'lz4', 'lz4hc', 'snappy', 'zlib', 'zstd'];
const CHECKSUMS = ['None', 'adler32', 'crc32', 'md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'];
/** Of the data of a group; a quarter of them is what is appended. */
const APPENDED_PART = 4;
/** A `.npy` header of version 1 is a multiple of this. */
const NPY_ALIGNMENT = 64;

/**
 * Work besides compressing and decompressing with the defaults, by group: lists of what is done, each with its contenders. `at` gives a path
 * in the folder with the data, `in.dat`, and its container, `in.blp`.
 *
 * @typedef {object} Place
 * @property {(name: string) => string} at
 * @property {string} floor
 * @property {(...args: readonly string[]) => readonly string[]} blpk the command line
 * @property {string} chunkBytes
 * @property {string} threads
 *
 * @type {Readonly<Record<string, (place: Place) => readonly { what: string, contenders: Readonly<Record<string, import('./rounds.mjs').Contender>> }[]>>}
 */
export const otherWork = {
  codecs: (place) => CODECS.flatMap((codec) => thereAndBack(place, codec, ['-c', codec], { floor: codec })),
  checksums: (place) =>
    CHECKSUMS.flatMap((checksum) => thereAndBack(place, checksum, ['-k', checksum], { 'floor adler32': 'blosclz' })),
  append,
  recompress,
  slices,
};

/** Compressing and decompressing with some options; `floors` are codecs by the names of contenders. */
function thereAndBack({ at, blpk, chunkBytes, floor, threads }, name, options, floors) {
  const [packed, plain] = [at(`${name}.blp`), at(`${name}.dat`)];
  const floorOf = (codec) => at(`floor-${codec}.blp`);
  const byFloor = (contender) =>
    Object.fromEntries(Object.entries(floors).map(([floorName, codec]) => [floorName, contender(codec)]));
  const decompress = {
    blpk: { command: blpk('decompress', packed, plain), output: plain },
    ...byFloor((codec) => ({
      command: [floor, 'd', floorOf(codec), at('floor.dat'), threads],
      output: at('floor.dat'),
    })),
  };
  return [
    {
      what: `compress, ${name}`,
      contenders: {
        blpk: { command: blpk('compress', ...options, '-z', chunkBytes, at('in.dat'), packed), output: packed },
        ...byFloor((codec) => ({
          command: [floor, 'c', at('in.dat'), floorOf(codec), threads, chunkBytes, codec],
          output: floorOf(codec),
        })),
      },
    },
    { what: `decompress, ${name}`, contenders: decompress },
    { what: `verify, ${name}`, contenders: { blpk: { command: blpk('verify', packed) } } },
  ];
}

/** A quarter as much as there is; beside it, the floor of compressing that alone. */
function append({ at, blpk, chunkBytes, floor, threads }) {
  const data = readFileSync(at('in.dat'));
  writeFileSync(at('more.dat'), data.subarray(0, data.byteLength / APPENDED_PART));
  return [
    {
      what: 'append a quarter',
      contenders: {
        blpk: {
          command: blpk('append', at('appended.blp'), at('more.dat')),
          prepare: () => copyFileSync(at('in.blp'), at('appended.blp')),
        },
        floor: { command: [floor, 'c', at('more.dat'), at('more.blp'), threads, chunkBytes], output: at('more.blp') },
      },
    },
  ];
}

/** With another codec; beside it, the floor of decompressing and compressing. */
function recompress({ at, blpk, chunkBytes, floor, threads }) {
  const script = `"$0" d "$1" "$2" ${threads} && exec "$0" c "$2" "$3" ${threads} ${chunkBytes} lz4`;
  return [
    {
      what: 'recompress with lz4',
      contenders: {
        blpk: { command: blpk('recompress', '-c', 'lz4', at('in.blp'), at('again.blp')), output: at('again.blp') },
        'floor d, c': {
          command: ['sh', '-c', script, floor, at('in.blp'), at('again.dat'), at('floor.blp')],
          output: at('floor.blp'),
        },
      },
    },
  ];
}

/** Of an array of two dimensions: rows, a column, and every hundredth row, each to a `.npy` file. */
function slices({ at, blpk }) {
  const data = readFileSync(at('in.dat'));
  const columns = 1024;
  const rows = data.byteLength / 8 / columns;
  writeFileSync(at('array.npy'), Buffer.concat([npyHead(`(${rows}, ${columns})`), data]));
  const pack = { command: blpk('pack', at('array.npy'), at('array.blp')), output: at('array.blp') };
  const slice = (text) => ({ command: blpk('slice', at('array.blp'), text, at('part.npy')), output: at('part.npy') });
  return [
    { what: 'pack an array', contenders: { blpk: pack, cp: copyOf(at('array.npy'), at('copy.npy')) } },
    { what: 'slice of 100 rows', contenders: { blpk: slice(`${rows / 2}:${rows / 2 + 100}`) } },
    { what: 'slice of a column', contenders: { blpk: slice(':,5') } },
    { what: 'slice of every hundredth row', contenders: { blpk: slice('::100') } },
  ];
}

function copyOf(from, to) {
  return { command: ['cp', from, to], output: to };
}

function npyHead(shape) {
  const text = `{'descr': '<f8', 'fortran_order': False, 'shape': ${shape}, }`;
  const start = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, 0, 0]);
  const padded = NPY_ALIGNMENT * Math.ceil((start.byteLength + text.length + 1) / NPY_ALIGNMENT) - start.byteLength;
  start.writeUInt16LE(padded, start.byteLength - 2);
  return Buffer.concat([start, Buffer.from(`${text.padEnd(padded - 1)}\n`)]);
}
