import { type Command, InvalidArgumentError, Option } from 'commander';
import { CHECKSUMS, type ChecksumName } from '../../shared/format/checksums.js';
import {
  AUTO_CODECS,
  type AutoCodec,
  CODECS,
  type CodecName,
  SHUFFLES,
  type ShuffleName,
} from '../../shared/format/codecs.js';
import { ArgumentError } from '../../shared/format/errors.js';
import { MAX_CHUNK_SIZE } from '../../shared/format/header.js';
import { parseSize } from '../../shared/format/sizes.js';
import type { PackOptions } from '../engine/pack/pack.js';
import { MAX_THREADS } from './context.js';
import { CommandError } from './failures.js';

/** The options of all commands that compress, as commander parses them. */
export interface PackingOptions {
  readonly typesize?: number | 'auto';
  readonly clevel?: number;
  /** False for `--no-shuffle`. */
  readonly shuffle?: false | ShuffleName;
  readonly codec?: CodecName | AutoCodec;
  readonly blocksize?: number;
  readonly chunkSize?: number;
  readonly chunkRows?: number;
  readonly checksum?: ChecksumName;
  /** Undefined where neither `--offsets` nor `--no-offsets` decides. */
  readonly offsets?: boolean;
  readonly maxAppChunks?: bigint;
}

const CODEC_NAMES = CODECS.map((codec) => codec.name);
const CHECKSUM_NAMES = CHECKSUMS.map((checksum) => checksum.name);

export function addGlobalOptions(command: Command): Command {
  return command
    .option('--version', 'print the versions of blpk and its codecs, with -v also those of Node and the platform')
    .addOption(new Option('-v, --verbose', 'print what is being done').conflicts('debug'))
    .option('-d, --debug', 'print everything: arguments, settings, versions, headers, chunks, stack traces')
    .addOption(new Option('-q, --quiet', 'print only results and errors').conflicts(['verbose', 'debug']))
    .option('-f, --force', 'replace existing output files; for meta, accept metadata that contradict the array')
    .option('--no-preserve', 'give outputs the present time and default owner and mode, not those of their sources')
    .option('-n, --nthreads <n>', 'chunks processed in parallel, 1 to 256 (default: the number of cores)', threadCount)
    .option('--wait', 'wait while another process is changing the container, instead of failing')
    .option('--max-block-size <size>', 'refuse larger Blosc blocks, which are held in memory (default: 16M)', blocksize)
    .option('--max-metadata <size>', 'most bytes of metadata to read or write, uncompressed (default: 16M)', size);
}

/** How the help describes the defaults of options. */
export interface DefaultTexts {
  readonly typesize: string;
  readonly shuffle: string;
  readonly codec: string;
  readonly chunkSize: string;
  readonly checksum: string;
}

const NEW_CONTAINER: DefaultTexts = {
  typesize: '8',
  shuffle: 'byte',
  codec: 'blosclz',
  chunkSize: '1M',
  checksum: 'adler32',
};

/** How Blosc compresses. */
export function addBloscOptions(command: Command, defaults: Partial<DefaultTexts> = {}): Command {
  const { typesize, shuffle, codec } = { ...NEW_CONTAINER, ...defaults };
  return command
    .option(
      '-t, --typesize <n>',
      `bytes of one item, 1 to 255, or auto: that which makes each chunk smallest (default: ${typesize})`,
      autoOr(integer(1, 255)),
    )
    .option('-l, --clevel <n>', 'level, 0 (store) to 9 (smallest) (default: 7)', integer(0, 9))
    .addOption(
      new Option('--shuffle <kind>', `filter before compressing (default: ${shuffle})`).choices(Object.keys(SHUFFLES)),
    )
    .option('-s, --no-shuffle', 'the same as --shuffle none')
    .addOption(
      new Option(
        '-c, --codec <name>',
        `compressor; auto:GOAL takes codec, level and shuffle that make each chunk smallest (default: ${codec})`,
      ).choices([...CODEC_NAMES, ...AUTO_CODECS]),
    )
    .option(
      '--blocksize <size>',
      'bytes of a Blosc block, which Blosc enlarges for codecs that split blocks (default: Blosc chooses)',
      blocksize,
    );
}

/** How the container is laid out. */
export function addContainerOptions(command: Command, defaults: Partial<DefaultTexts> = {}): Command {
  const { chunkSize: size, checksum } = { ...NEW_CONTAINER, ...defaults };
  command.option(
    '-z, --chunk-size <size>',
    `bytes of a chunk, such as 800, 16K, 1.5MiB, 1e6 or max (default: ${size})`,
    chunkSize,
  );
  return addChecksumOption(command, checksum)
    .option(
      '-o, --no-offsets',
      'keep no chunk positions: smaller, but reading a part or appending has to find the chunks one by one',
    )
    .option('--max-app-chunks <n>', 'chunks to reserve room for, for appending (default: 10 for each chunk)', count);
}

export function addChecksumOption(command: Command, defaultText = NEW_CONTAINER.checksum): Command {
  return command.addOption(
    new Option('-k, --checksum <name>', `checksum stored after each chunk (default: ${defaultText})`).choices(
      CHECKSUM_NAMES,
    ),
  );
}

/** For commands whose source may be an array. */
export function addChunkRowsOption(command: Command): Command {
  return command.addOption(
    new Option(
      '--chunk-rows <n>',
      'whole rows of the array in a chunk: indices of the first axis, in F order of the last one (instead of --chunk-size)',
    )
      .argParser(integer(1, Number.MAX_SAFE_INTEGER))
      .conflicts('chunkSize'),
  );
}

/** The engine's options; options that were not given keep the engine's defaults. */
export function packOptionsOf(
  options: PackingOptions,
): Pick<PackOptions, 'chunkSize' | 'chunkRows' | 'blosc' | 'bloscpack'> {
  const { typesize, clevel, shuffle, codec, blocksize, checksum, offsets, maxAppChunks } = options;
  const { chunkSize, chunkRows } = options;
  return {
    ...(chunkSize !== undefined && { chunkSize }),
    ...(chunkRows !== undefined && { chunkRows }),
    blosc: {
      ...(typesize !== undefined && { typesize }),
      ...(clevel !== undefined && { clevel }),
      ...(shuffle !== undefined && { shuffle: shuffle || 'none' }),
      ...(codec !== undefined && { codec }),
      ...(blocksize !== undefined && { blocksize }),
    },
    bloscpack: {
      ...(offsets !== undefined && { offsets }),
      ...(checksum !== undefined && { checksum }),
      ...(maxAppChunks !== undefined && { maxAppChunks }),
    },
  };
}

function autoOr(parse: (text: string) => number): (text: string) => number | 'auto' {
  return (text) => (text === 'auto' ? 'auto' : parse(text));
}

function integer(lowest: number, highest: number): (text: string) => number {
  return (text) => {
    const value = wholeNumber(text);
    if (value >= lowest && value <= highest) return value;
    throw new InvalidArgumentError(`Expected a whole number from ${lowest} to ${highest}.`);
  };
}

/** NaN for anything else. */
function wholeNumber(text: string): number {
  return /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN;
}

function threadCount(text: string): number {
  const value = wholeNumber(text);
  if (value >= 1 && value <= MAX_THREADS) return value;
  if (Number.isNaN(value)) throw new InvalidArgumentError('Expected a whole number.');
  // The reference's own words and status, not a usage error.
  throw new CommandError(`--nthreads must be 1 <= n <= ${MAX_THREADS}`);
}

function count(text: string): bigint {
  if (/^\d{1,19}$/.test(text)) return BigInt(text);
  throw new InvalidArgumentError('Expected a whole number of 0 or more.');
}

/** The reference's own words and status for what it refuses, not a usage error. */
function chunkSize(text: string): number {
  if (/^-\d/.test(text)) throw new CommandError('--chunk-size must be > 0');
  try {
    const sizeBytes = parseSize(text);
    if (sizeBytes <= 0) throw new CommandError('--chunk-size must be > 0');
    if (sizeBytes <= MAX_CHUNK_SIZE) return sizeBytes;
  } catch (error) {
    if (error instanceof ArgumentError) throw new CommandError(`--chunk-size error: ${error.message}`);
    throw error;
  }
  throw new CommandError(`--chunk-size must be <= ${MAX_CHUNK_SIZE}, for which you can write max`);
}

function blocksize(text: string): number {
  const sizeBytes = size(text);
  if (sizeBytes <= MAX_CHUNK_SIZE) return sizeBytes;
  throw new InvalidArgumentError(`The largest block has ${MAX_CHUNK_SIZE} bytes.`);
}

/** An option's value: `16K`, `1MiB`, `1e6`. */
export function size(text: string): number {
  try {
    return parseSize(text);
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? `${error.message}.` : '');
  }
}
