/** Texts in the small languages of containers and array files, mostly valid. */
import type { Random } from '../random.js';

const INTEGERS = ['0', '1', '-1', '2', '3', '7', '255', '65536', '2147483647', '2147483648', '9007199254740993'];
const HUGE_INTEGERS = ['9223372036854775808', '1'.repeat(399), '1'.repeat(4301), '00', '-0', '01', '10L'];
const FLOATS = ['0.5', '-1.5e3', '1e308', '1e999', '1.', '.5', '1e-400', '5e-324', '1E+2', '1.0', '1e22'];
const WORDS = [
  'a',
  'b',
  'id',
  'x y',
  '',
  'é',
  '\u{1f600}',
  '\\n',
  "\\'",
  '\\x41',
  '\\u00e9',
  '\\ud800',
  '\\N{DASH}',
  '\\',
  '\0',
];
const TYPE_CODES = [
  'b1',
  'i1',
  'i2',
  'i4',
  'i8',
  'u8',
  'f2',
  'f4',
  'f8',
  'f16',
  'c8',
  'c16',
  'S10',
  'U5',
  'V7',
  'S',
  'V0',
  'O',
  'O8',
  'M8',
  'm8[ms]',
  'M8[25s]',
  'M8[1D]',
  'M8[generic]',
  'i3',
  'f',
  'S2147483647',
  'U600000000',
  'a3',
  '?',
  'e',
  'l',
  'x',
];

/** `count` items made by `make`, joined. */
function some(random: Random, most: number, make: () => string, separator = ', '): string {
  return Array.from({ length: random.below(most + 1) }, make).join(separator);
}

export function integer(random: Random): string {
  return random.oneIn(12)
    ? random.pick(HUGE_INTEGERS)
    : random.oneIn(2)
      ? random.pick(INTEGERS)
      : String(random.below(10));
}

function quoted(random: Random, text: string): string {
  const quote = random.pick(["'", '"']);
  return `${random.pick(['', '', '', '', 'u', 'b', 'B', 'r'])}${quote}${text}${quote}`;
}

export function pythonLiteral(random: Random, depth = 0): string {
  const inner = (): string => pythonLiteral(random, depth + 1);
  const atoms = [
    () => integer(random),
    () => random.pick(FLOATS),
    () => quoted(random, random.pick(WORDS)),
    () => random.pick(['None', 'True', 'False', 'none', 'inf', '...']),
    () => typeString(random),
  ];
  const nests = [
    () => `(${some(random, 3, inner)}${random.pick(['', ','])})`,
    () => `[${some(random, 4, inner)}]`,
    () => `{${some(random, 3, () => `${inner()}: ${inner()}`)}}`,
  ];
  return random.pick(depth > 5 ? atoms : [...atoms, ...nests])();
}

/** Without its quotes. */
export function typeCode(random: Random): string {
  const code = random.oneIn(6) ? `${random.pick([...'biufcSUVMmO'])}${integer(random)}` : random.pick(TYPE_CODES);
  return `${random.pick(['<', '<', '>', '|', '=', '', '!'])}${code}`;
}

function typeString(random: Random): string {
  return quoted(random, typeCode(random));
}

function shape(random: Random): string {
  return random.pick([
    () => integer(random),
    () => `(${some(random, 3, () => integer(random))},)`,
    () => '()',
    () => '(2, 3)',
  ])();
}

export function dtypeText(random: Random, depth = 0): string {
  if (depth > 4 || !random.oneIn(2)) return typeString(random);
  const inner = (): string => dtypeText(random, depth + 1);
  if (random.oneIn(6)) return `(${inner()}, ${shape(random)})`;
  const name = (): string => {
    const plain = quoted(random, `${random.pick(WORDS)}${random.below(100)}`);
    return random.oneIn(6) ? `(${quoted(random, random.pick(WORDS))}, ${plain})` : plain;
  };
  return `[${some(random, 4, () => `(${name()}, ${inner()}${random.oneIn(4) ? `, ${shape(random)}` : ''})`)}]`;
}

export function jsonText(random: Random, depth = 0): string {
  const inner = (): string => jsonText(random, depth + 1);
  const string = (): string => JSON.stringify(random.pick(WORDS)).replace(/^"\\\\/, random.pick(['"\\\\', '"\\']));
  const space = random.pick(['', '', ' ', '\n\t']);
  const atoms = [
    () => integer(random),
    () => random.pick(FLOATS),
    string,
    () => random.pick(['null', 'true', 'false', 'NaN', '-Infinity', 'Infinity', 'nul']),
  ];
  const nests = [
    () => `[${some(random, 4, inner, `${space},`)}${space}]`,
    () => `{${some(random, 4, () => `${string()}${space}:${inner()}`, ',')}}`,
  ];
  return random.pick(depth > 6 ? atoms : [...atoms, ...nests, ...nests])();
}

export function arrayMetadataText(random: Random): string {
  const dtype = random.pick([
    () => JSON.stringify(dtypeText(random)),
    () => JSON.stringify(typeCode(random)),
    () => `[["a", ${JSON.stringify(typeCode(random))}${random.oneIn(2) ? `, ${jsonText(random, 4)}` : ''}]]`,
    () => jsonText(random, 3),
  ])();
  const dimensions = `[${some(random, 4, () => integer(random), ',')}]`;
  const order = random.pick(['"C"', '"C"', '"F"', '"A"', 'null']);
  return `{"dtype": ${dtype}, "shape": ${random.oneIn(9) ? jsonText(random, 3) : dimensions}, "order": ${order}, "container": "numpy"}`;
}

/** The `.zarray` of Zarr, version 2. */
export function zarrayText(random: Random): string {
  const lengths = (): string => `[${some(random, 3, () => integer(random), ',')}]`;
  const dtype = random.pick([
    () => JSON.stringify(typeCode(random)),
    () => `[["a", ${JSON.stringify(typeCode(random))}${random.oneIn(2) ? `, ${lengths()}` : ''}]]`,
  ])();
  const compressor = random.pick(['null', '{"id": "blosc"}', '{"id": "zstd"}', '{"id": "x"}', '[]']);
  return (
    `{"zarr_format": 2, "shape": ${lengths()}, "chunks": ${lengths()}, "dtype": ${dtype}, "compressor": ${compressor}, ` +
    `"fill_value": ${fillText(random)}, "order": "${random.pick(['C', 'F', 'K'])}", "filters": ${random.pick(['null', '[]', '[{"id": "delta"}]'])}}`
  );
}

/** The `zarr.json` of an array of version 3. */
export function zarr3Text(random: Random): string {
  const lengths = (): string =>
    random.pick(['[4, 6]', '[2, 3]', '[1, 1]', `[${some(random, 3, () => integer(random), ',')}]`]);
  const type = random.pick([
    '"int8"',
    '"float16"',
    '"complex64"',
    '"r24"',
    '"bool"',
    '"x"',
    '{"name": "numpy.datetime64", "configuration": {"unit": "s"}}',
  ]);
  const plain = (): string =>
    random.pick([
      '{"name": "bytes", "configuration": {"endian": "little"}}',
      '"bytes", {"name": "blosc"}, "crc32c"',
      '{"name": "transpose", "configuration": {"order": [1, 0]}}, "bytes"',
    ]);
  const codecs = random.oneIn(3)
    ? `{"name": "sharding_indexed", "configuration": {"chunk_shape": ${lengths()}, "codecs": [${plain()}], "index_codecs": [${plain()}]}}`
    : plain();
  return (
    `{"zarr_format": 3, "node_type": "array", "shape": ${lengths()}, "data_type": ${type}, ` +
    `"chunk_grid": {"name": "regular", "configuration": {"chunk_shape": ${lengths()}}}, ` +
    `"chunk_key_encoding": {"name": "${random.pick(['default', 'v2', 'x'])}"}, "fill_value": ${fillText(random)}, "codecs": [${codecs}]}`
  );
}

function fillText(random: Random): string {
  return random.pick([
    () => integer(random),
    () => random.pick(FLOATS),
    () =>
      random.pick(['null', 'true', '"NaN"', '"Infinity"', '"0x7fc00000"', '"YWI="', '[1, "NaN"]', '[1, 2, 3]', '"x"']),
  ])();
}

export function sliceText(random: Random): string {
  const bound = (): string => random.pick([() => '', () => integer(random), () => `-${random.below(9)}`])();
  const item = (): string =>
    random.pick([bound, () => '...', () => `${bound()}:${bound()}`, () => `${bound()}:${bound()}:${bound()}`])();
  return `${random.oneIn(8) ? '[' : ''}${some(random, 4, item, random.pick([',', ' , ']))}`;
}

const TELLING = [
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  ',',
  ':',
  "'",
  '"',
  '\\',
  '\n',
  '\0',
  ' ',
  '-',
  '.',
  'e',
  '0',
  '9',
  '\u{1f600}',
  'é',
  'L',
  '<',
  'f8',
];

/** Up to three small errors, or very many brackets. */
export function garble(text: string, random: Random): string {
  if (random.oneIn(40))
    return random.pick(['(', '[', '{"a":', "[('a',", '[[', '-', '"\\u']).repeat(random.between(10, 5000)) + text;
  let garbled = text;
  for (let count = random.below(4); count > 0; count--) {
    const [at, length] = [random.below(garbled.length + 1), random.below(4)];
    const replacement = random.pick([
      () => '',
      () => random.pick(TELLING),
      () => garbled.slice(at, at + 8).repeat(2),
    ])();
    garbled = garbled.slice(0, at) + replacement + garbled.slice(at + length);
  }
  return garbled;
}
