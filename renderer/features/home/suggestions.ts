import type { CompressOptions } from '../../../shared/contract/intake.js';
import type { Preset } from '../../../shared/contract/settings.js';
import { sameOptions } from '../../app/intake/intake-options.js';
import { optionWords } from '../../format/option-words.js';

/** Options that are tried on a sample. */
export interface Candidate {
  /** The name of the preset that they are. */
  readonly preset?: string;
  readonly options: CompressOptions;
}

/** A candidate with the predicted size of its outputs. */
export interface Tried extends Candidate {
  readonly storedBytes: number;
}

const tried = [
  { codec: 'lz4', clevel: 5 },
  { codec: 'zstd', clevel: 3 },
  { codec: 'zstd', clevel: 9 },
] as const;

/** The user's presets, the present options, and lz4 and zstd with each filter. None twice. */
export function candidatesOf(present: CompressOptions, presets: readonly Preset[]): readonly Candidate[] {
  const all: Candidate[] = presets.map(({ name, options }) => ({ preset: name, options }));
  const others = tried.flatMap((codec) =>
    (['byte', 'bit', 'none'] as const).map((shuffle) => ({ ...present, ...codec, shuffle })),
  );
  for (const options of [present, ...others]) {
    if (!all.some((one) => sameOptions(one.options, options))) all.push({ options });
  }
  return all;
}

/** `Balanced: lz4, level 5, byte shuffle`. */
export function candidateWords({ preset, options }: Candidate): string {
  const words = [options.codec, ...optionWords(options).slice(0, 2)].join(' · ');
  return preset === undefined ? words : `${preset}: ${words}`;
}

/** Codecs by their work for one byte, the least first. */
const byWork = [
  'lz4',
  'blosclz',
  'snappy',
  'lz4hc',
  'zstd',
  'zlib',
] as const satisfies readonly CompressOptions['codec'][];

function workOf({ options: { codec, clevel } }: Candidate): number {
  return byWork.indexOf(codec) * 10 + clevel;
}

/** Outputs so much larger than the smallest are as good. */
const asGood = 1.05;

/** The candidate with the least work of those whose outputs are at most 5 % larger than the smallest; undefined of none. */
export function suggestedOf(all: readonly Tried[]): Tried | undefined {
  const smallest = Math.min(...all.map(({ storedBytes }) => storedBytes));
  return all
    .filter(({ storedBytes }) => storedBytes <= smallest * asGood)
    .toSorted((one, other) => workOf(one) - workOf(other) || one.storedBytes - other.storedBytes)[0];
}

/** Below this ratio compressing saves next to nothing. */
const worthwhile = 1.02;

/** Why the suggestion is one, in a sentence or two. */
export function suggestionReason(all: readonly Tried[], sourceBytes: number): string {
  const suggested = suggestedOf(all);
  if (!suggested) return '';
  const smallest = all.toSorted((one, other) => one.storedBytes - other.storedBytes)[0];
  if (smallest && sourceBytes / smallest.storedBytes < worthwhile) {
    return 'No setting makes these data noticeably smaller. To store them as they are is reasonable.';
  }
  if (!smallest || suggested.storedBytes === smallest.storedBytes)
    return 'The suggested setting gives the smallest output.';
  const percent = Math.max(1, Math.round((suggested.storedBytes / smallest.storedBytes - 1) * 100));
  return `The suggested setting gives an output at most ${percent} % larger than the smallest, with less work.`;
}
