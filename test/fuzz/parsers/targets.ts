/** Every parser of untrusted bytes or text: its inputs, and what must be true when it accepts one. */
import { isDeepStrictEqual } from 'node:util';
import { parseSlices, resolveSlices } from '../../../electron/engine/container/slices.js';
import { readJournalContent } from '../../../electron/engine/in-place/journal/journal-format.js';
import { memoryReader } from '../../../electron/engine/io/memory-reader.js';
import { parseZarray } from '../../../electron/exchange/zarr/metadata/v2.js';
import { parseV3Array } from '../../../electron/exchange/zarr/metadata/v3.js';
import {
  blockExtents,
  blockStartsBytes,
  nblocks,
  parseBlockStarts,
  parseBlockStreams,
} from '../../../shared/format/blosc-blocks.js';
import { BLOSC_HEADER_BYTES, parseBloscHeader, printBloscHeader } from '../../../shared/format/blosc-chunk.js';
import { HEADER_BYTES, parseHeader, printHeader } from '../../../shared/format/header.js';
import { parseJson, printJson } from '../../../shared/format/json.js';
import {
  METADATA_HEADER_BYTES,
  parseMetadataHeader,
  printMetadataHeader,
} from '../../../shared/format/metadata-section.js';
import { arrayMetadata, arrayNbytes, parseArrayMetadata } from '../../../shared/format/numpy/array-metadata.js';
import { parseDtype, parseTypeString } from '../../../shared/format/numpy/dtype-parse.js';
import { dtypeDescrRepr, dtypeStr } from '../../../shared/format/numpy/dtype-print.js';
import { npyHeaderBytesNeeded, parseNpyHeader, printNpyHeader } from '../../../shared/format/numpy/npy-header.js';
import { parsePythonLiteral, reprPython } from '../../../shared/format/numpy/python-literal.js';
import { parseOffsets, printOffsets } from '../../../shared/format/offsets.js';
import { parseSize, prettySize } from '../../../shared/format/sizes.js';
import { mustHold } from '../group.js';
import type { Random } from '../random.js';
import { arrowFile, readArrow } from './arrow.js';
import { chunkHead, containerHead, journal, metadataHead, npyHead, offsetEntries } from './bytes.js';
import {
  bcolzTexts,
  csvText,
  parseBcolzTexts,
  parseCsv,
  parsePickledArrays,
  pickle,
  readZip,
  zipArchive,
} from './exchange.js';
import { hdf5File, readHdf5 } from './hdf5.js';
import {
  arrayMetadataText,
  dtypeText,
  garble,
  integer,
  jsonText,
  pythonLiteral,
  sliceText,
  typeCode,
  zarr3Text,
  zarrayText,
} from './texts.js';

export interface Target {
  readonly make: (random: Random) => Uint8Array;
  /** Throws a BloscpackError when it refuses. */
  readonly parse: (bytes: Uint8Array) => void | Promise<void>;
}

function ofText(make: (random: Random) => string, parse: (text: string) => void): Target {
  return {
    make: (random) => Buffer.from(random.oneIn(3) ? garble(make(random), random) : make(random)),
    parse: (bytes) => parse(Buffer.from(bytes).toString()),
  };
}

/** Printing what was read gives the bytes that were read. */
function sameBytes(printed: Uint8Array, read: Uint8Array): void {
  mustHold(Buffer.compare(printed, read) === 0, `printed again as ${Buffer.from(printed).toString('hex')}`);
}

/** What was read, printed and read again is the same. */
function sameAgain<T>(value: T, print: (value: T) => string, parse: (text: string) => T): void {
  const printed = print(value);
  mustHold(isDeepStrictEqual(parse(printed), value), `read again, something else: ${printed.slice(0, 500)}`);
}

export const TARGETS: Readonly<Record<string, Target>> = {
  header: {
    make: containerHead,
    parse: (bytes) => sameBytes(printHeader(parseHeader(bytes)), bytes.subarray(0, HEADER_BYTES)),
  },
  'metadata-header': {
    make: metadataHead,
    parse: (bytes) =>
      sameBytes(printMetadataHeader(parseMetadataHeader(bytes)), bytes.subarray(0, METADATA_HEADER_BYTES)),
  },
  chunk: { make: chunkHead, parse: parseChunkHead },
  offsets: { make: offsetEntries, parse: (bytes) => sameBytes(printOffsets(parseOffsets(bytes)), bytes) },
  npy: { make: npyHead, parse: parseNpy },
  journal: { make: journal, parse: async (bytes) => void (await readJournalContent(memoryReader(bytes))) },
  hdf5: { make: hdf5File, parse: readHdf5 },
  arrow: { make: arrowFile, parse: readArrow },
  literal: ofText(pythonLiteral, (text) => {
    const value = parsePythonLiteral(text);
    // Python itself prints what it cannot read: `inf`.
    const printed = reprPython(value);
    if (!/\binf\b/.test(printed)) sameAgain(value, reprPython, parsePythonLiteral);
  }),
  dtype: ofText(dtypeText, (text) => {
    const dtype = parseDtype(text);
    if (dtype.kind !== 'subarray') sameAgain(dtype, dtypeDescrRepr, parseDtype);
  }),
  'type-string': ofText(typeCode, (text) => sameAgain(parseTypeString(text), dtypeStr, parseTypeString)),
  json: ofText(jsonText, parseJsonBothWays),
  'array-metadata': ofText(arrayMetadataText, (text) => {
    const spec = parseArrayMetadata(parseJson(text));
    if (spec === undefined) return;
    mustHold(
      isDeepStrictEqual(parseArrayMetadata(arrayMetadata(spec)), spec),
      'array metadata read again, something else',
    );
    arrayNbytes(spec);
  }),
  'zarr-v2': ofText(zarrayText, (text) => void parseZarray(parseJson(text), 'x')),
  'zarr-v3': ofText(zarr3Text, (text) => void parseV3Array(parseJson(text), 'x')),
  slices: ofText(sliceText, parseSlicesInBounds),
  pickle: { make: pickle, parse: parsePickledArrays },
  bcolz: ofText(bcolzTexts, parseBcolzTexts),
  csv: {
    make: (random) => Buffer.from(random.oneIn(3) ? garble(csvText(random), random) : csvText(random)),
    parse: parseCsv,
  },
  zip: { make: zipArchive, parse: readZip },
  size: ofText(
    (random) => `${integer(random)}${random.pick(['', '.5', '.'])}${random.pick(['', 'B', 'K', 'M', 'G', 'T', 'k'])}`,
    (text) => void prettySize(parseSize(text)),
  ),
};

/** Chunks with more blocks are not parsed further here. */
const MAX_BLOCKS = 1000;

function parseChunkHead(bytes: Uint8Array): void {
  const header = parseBloscHeader(bytes);
  sameBytes(printBloscHeader(header), bytes.subarray(0, BLOSC_HEADER_BYTES));
  if (nblocks(header) > MAX_BLOCKS || blockStartsBytes(header) > bytes.length) return;
  const extents = blockExtents(header, parseBlockStarts(bytes.subarray(BLOSC_HEADER_BYTES), header));
  let plainBytes = 0;
  for (const extent of extents) {
    mustHold(extent.storedStart < extent.storedEnd, `block ${extent.blockIndex} has stored bytes`);
    mustHold(extent.startByte === plainBytes, `block ${extent.blockIndex} follows the one before it`);
    plainBytes += extent.nbytes;
  }
  mustHold(plainBytes === header.nbytes, 'the blocks make up the chunk');
  for (const extent of extents) parseBlockStreams(bytes.subarray(extent.storedStart, extent.storedEnd), header, extent);
}

function parseNpy(bytes: Uint8Array): void {
  const needed = npyHeaderBytesNeeded(bytes);
  const { dtype, fortranOrder, shape, dataOffsetBytes } = parseNpyHeader(bytes);
  mustHold(dataOffsetBytes === needed, 'the data start where the prefix says');
  const again = parseNpyHeader(printNpyHeader({ dtype, fortranOrder, shape }));
  mustHold(
    isDeepStrictEqual([again.dtype, again.fortranOrder, again.shape], [dtype, fortranOrder, shape]),
    'an .npy head read again, something else',
  );
}

/** JavaScript's parser decides what is JSON, except where Python's accepts more or less. */
function parseJsonBothWays(text: string): void {
  const isJson = accepts(() => JSON.parse(text));
  const isOurs = accepts(() => parseJson(text));
  const differs = /NaN|Infinity|[0-9]{4301}|[[{]{50}|("a":){50}|^.{0,3}\uFEFF/s.test(text.replace(/\{"a":/g, '{{'));
  mustHold(isJson === isOurs || differs, `JSON.parse ${isJson ? 'accepts' : 'refuses'} it, parseJson does not agree`);
  const value = parseJson(text);
  const printed = printJson(value);
  mustHold(printJson(parseJson(printed)) === printed, `read again, something else: ${printed.slice(0, 500)}`);
}

function accepts(parse: () => unknown): boolean {
  try {
    parse();
    return true;
  } catch {
    return false;
  }
}

const SHAPES = [[], [0], [1], [7], [3, 4], [2, 0, 5], [2 ** 40, 3]] as const;

function parseSlicesInBounds(text: string): void {
  const items = parseSlices(text);
  for (const shape of SHAPES.filter((it) => it.length >= items.length)) {
    for (const [axis, { start, count, step }] of resolveSlices(shape, items).entries()) {
      const last = start + (count - 1) * step;
      const length = shape[axis] ?? 0;
      mustHold(
        count === 0 || (start >= 0 && start < length && last >= 0 && last < length),
        `axis ${axis} of ${shape}: ${start}, ${count}, ${step}`,
      );
    }
  }
}
