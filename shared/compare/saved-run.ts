import { CODECS } from '../format/codecs.js';
import { ArgumentError, FormatError, isBloscpackError } from '../format/errors.js';
import { MAX_CHUNK_SIZE } from '../format/header.js';
import { dataSourceFrom } from './data-source.js';
import { type FieldSource, type Fields, readFields } from './fields.js';
import { checkPlan, MAX_SETTINGS, type Plan, PRESET_NAMES } from './plan.js';
import type {
  CompareResult,
  DataFacts,
  Environment,
  FailureKind,
  Measured,
  ResultFlag,
  Run,
  Series,
} from './result.js';
import { MEASURED_CODECS, type Setting, SHUFFLE_NAMES } from './setting.js';
import { seriesOf } from './statistics.js';

/** Longest saved run that is read, in characters: many times that of the largest plan. */
const MAX_CHARACTERS = 64 * 2 ** 20;
const MAX_REPEATS = 1000;
const MAX_NOTES = 1000;
const MAX_SPEED = 1e15;
/** Every chunk has a header of this size, which limits the ratio. */
const CHUNK_HEADER_BYTES = 16;
/** Of a ratio from rounded bytes. */
const RATIO_TOLERANCE = 0.001;

/** A run as the text of a file: all results with every repeat, and the environment. `parseRun` reads it. */
export function printRun(run: Run): string {
  return `${JSON.stringify(run, undefined, 1)}\n`;
}

/**
 * Reads a saved run, of this or another machine. Checks the range of every number and every name, and computes medians and
 * quartiles again from the repeats. Throws ArgumentError for a file that is too long or of another version, and
 * FormatError('bad-json') with the place for all other errors.
 */
export function parseRun(text: string): Run {
  if (text.length > MAX_CHARACTERS) {
    throw new ArgumentError(`a saved comparison has at most ${MAX_CHARACTERS} characters, found ${text.length}`);
  }
  const fields = readFields(parseText(text), 'run');
  const formatVersion = fields.integer('formatVersion', 0, Number.MAX_SAFE_INTEGER);
  if (formatVersion !== 1) {
    throw new ArgumentError(`unsupported version ${formatVersion} of a saved comparison (expected 1)`, {
      expected: 1,
      found: formatVersion,
    });
  }
  const plan = planOf(fields.object('plan'));
  return {
    formatVersion,
    id: fields.text('id'),
    name: fields.text('name'),
    startedIso: isoTime(fields),
    environment: environmentOf(fields.object('environment')),
    data: dataOf(fields.object('data')),
    plan,
    ...fields.optional('planned', () => fields.integer('planned', 0, MAX_SETTINGS + 512)),
    results: fields.list('results', MAX_SETTINGS + 512, resultOf),
    notes: fields.list('notes', MAX_NOTES, (item) => item.asText()),
  };
}

/** Whether a run was made on this machine. */
export type RunOrigin = { readonly kind: 'here' } | { readonly kind: 'elsewhere'; readonly label: string };

/** Labels a run of another machine, or of this one with another processor. */
export function originOf(run: Run, here: Pick<Environment, 'host' | 'cpu'>): RunOrigin {
  const { host, cpu } = run.environment;
  if (host === here.host && cpu === here.cpu) return { kind: 'here' };
  return { kind: 'elsewhere', label: `measured on another machine: ${host} (${cpu})` };
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (isBloscpackError(error)) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new FormatError('bad-json', `this is not a saved comparison: ${reason}`, {}, error);
  }
}

function isoTime(fields: Fields): string {
  const text = fields.text('startedIso');
  const time = Date.parse(text);
  if (!/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(text) || Number.isNaN(time)) {
    return fields.refuse('startedIso', 'a time in ISO 8601 and UTC');
  }
  return text;
}

function environmentOf(fields: Fields): Environment {
  return {
    host: fields.text('host'),
    cpu: fields.text('cpu'),
    cores: fields.integer('cores', 1, 100_000),
    os: fields.text('os'),
    memoryBytes: fields.integer('memoryBytes', 0, Number.MAX_SAFE_INTEGER),
    blosc: fields.text('blosc'),
    codecs: fields.texts('codecs', 100),
    node: fields.text('node'),
    app: fields.text('app'),
    ...fields.optional('build', () => fields.text('build')),
    ...fields.optional('loadBefore', () => fields.number('loadBefore', 0, 1e9)),
    ...fields.optional('loadAfter', () => fields.number('loadAfter', 0, 1e9)),
    ...fields.optional('power', () => fields.text('power')),
  };
}

function dataOf(fields: Fields): DataFacts {
  const size = (name: string): number => fields.integer(name, 0, Number.MAX_SAFE_INTEGER);
  return {
    name: fields.text('name'),
    ...fields.optional('dtype', () => fields.text('dtype')),
    ...fields.optional('itemsize', () => fields.integer('itemsize', 0, MAX_CHUNK_SIZE)),
    ...fields.optional('source', () => dataSourceFrom(fields.source('source'))),
    plainBytes: size('plainBytes'),
    sampleBytes: size('sampleBytes'),
    chunksSampled: size('chunksSampled'),
    chunksTotal: size('chunksTotal'),
    sha256: fields.text('sha256'),
  };
}

function planOf(fields: Fields): Plan {
  const numbers = (name: string): readonly number[] =>
    fields.list(name, MAX_SETTINGS, (item) => item.asInteger(0, Number.MAX_SAFE_INTEGER));
  const number = (name: string): number => fields.integer(name, 0, Number.MAX_SAFE_INTEGER);
  const codecs = CODECS.map(({ name }) => name);
  const plan: Plan = {
    preset: fields.oneOf('preset', [...PRESET_NAMES, 'custom']),
    codecs: fields.list('codecs', 100, (item) => item.asOneOf(codecs)),
    shuffles: fields.list('shuffles', 100, (item) => item.asOneOf(SHUFFLE_NAMES)),
    levels: numbers('levels'),
    chunkSizesBytes: numbers('chunkSizesBytes'),
    blocksizesBytes: numbers('blocksizesBytes'),
    typesizes: numbers('typesizes'),
    threads: numbers('threads'),
    defaultTypesize: number('defaultTypesize'),
    repeats: number('repeats'),
    minimumSampleMs: number('minimumSampleMs'),
    minimumTotalMs: number('minimumTotalMs'),
    seed: number('seed'),
    wholeUpToBytes: number('wholeUpToBytes'),
    sampleChunks: number('sampleChunks'),
    ...fields.optional('budgetMs', () => fields.number('budgetMs', 0, 1e12)),
  };
  checkPlan(plan);
  return plan;
}

const FLAGS = ['unstable', 'drift', 'busy', 'tiny'] as const satisfies readonly ResultFlag[];
const FAILURES = ['round-trip', 'codec', 'unavailable'] as const satisfies readonly FailureKind[];

function resultOf(source: FieldSource): CompareResult {
  const fields = source.asObject();
  const setting = settingOf(fields.object('setting'));
  if (!fields.has('failed')) return measuredOf(fields, setting);
  const failed = fields.object('failed');
  return { setting, failed: { kind: failed.oneOf('kind', FAILURES), reason: failed.text('reason') } };
}

function settingOf(fields: Fields): Setting {
  return {
    codec: fields.oneOf('codec', MEASURED_CODECS),
    shuffle: fields.oneOf('shuffle', SHUFFLE_NAMES),
    level: fields.integer('level', 0, 9),
    chunkSizeBytes: fields.integer('chunkSizeBytes', 1, MAX_CHUNK_SIZE),
    blocksizeBytes: fields.integer('blocksizeBytes', 0, MAX_CHUNK_SIZE),
    typesize: fields.integer('typesize', 1, 255),
    threads: fields.integer('threads', 1, 256),
  };
}

function measuredOf(fields: Fields, setting: Setting): Measured {
  const size = (name: string): number => fields.integer(name, 0, Number.MAX_SAFE_INTEGER);
  const ratio = (name: string): number => fields.number(name, 0, 1e9);
  const [plainBytes, storedBytes] = [size('plainBytes'), size('storedBytes')];
  const most = setting.codec === 'copy' ? 1 : setting.chunkSizeBytes / CHUNK_HEADER_BYTES;
  const isPossible = Math.abs(ratio('ratio') * storedBytes - plainBytes) <= plainBytes * RATIO_TOLERANCE;
  if (!isPossible || ratio('ratio') > most) fields.refuse('ratio', `that of its bytes, and at most ${most}`);
  if (!fields.isTrue('verified')) fields.refuse('verified', 'true: only verified results can be shown');
  return {
    setting,
    plainBytes,
    storedBytes,
    payloadBytes: size('payloadBytes'),
    ratio: ratio('ratio'),
    ratioLow: ratio('ratioLow'),
    ratioHigh: ratio('ratioHigh'),
    compress: seriesFrom(fields.object('compress')),
    decompress: seriesFrom(fields.object('decompress')),
    ...fields.optional('byClock', () => {
      const speeds = fields.object('byClock');
      return {
        compress: speeds.number('compress', 0, MAX_SPEED),
        decompress: speeds.number('decompress', 0, MAX_SPEED),
      };
    }),
    compressCpuSeconds: fields.number('compressCpuSeconds', 0, 1e9),
    decompressCpuSeconds: fields.number('decompressCpuSeconds', 0, 1e9),
    memoryBytes: size('memoryBytes'),
    flags: fields.list('flags', 10, (item) => item.asOneOf(FLAGS)),
    verified: true,
  };
}

function seriesFrom(fields: Fields): Series {
  const repeats = fields.list('repeats', MAX_REPEATS, (item) => item.asNumber(0, MAX_SPEED));
  if (repeats.length === 0) return fields.refuse('repeats', 'at least one repeat');
  return seriesOf(repeats);
}
