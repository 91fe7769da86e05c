import type { Plan } from '../../../../shared/compare/plan.js';
import { type DataFacts, sampleWords } from '../../../../shared/compare/result.js';
import { binarySize, countWords } from '../../../../shared/compare/words.js';

/** The plan as the parts of one line, for the folded card. */
export function planWords(plan: Plan): readonly string[] {
  const { codecs, shuffles, levels, chunkSizesBytes, blocksizesBytes, typesizes, threads } = plan;
  const blocks = blocksizesBytes.filter((size) => size > 0);
  const rest = [
    `chunk ${chunkSizesBytes.map(binarySize).join(', ')}`,
    ...(blocks.length > 0 ? [`block ${blocks.map(binarySize).join(', ')}`] : []),
    `typesize ${typesizes.join(', ')}`,
    threads.length === 1 ? countWords(threads[0] ?? 1, 'thread') : `${threads.join(', ')} threads`,
  ];
  return [
    `${countWords(codecs.length, 'codec')} × ${countWords(shuffles.length, 'filter')} × ${countWords(levels.length, 'level')}, and the default`,
    rest.join(', '),
  ];
}

/** The measured part of the data: all of it, or sampled chunks. */
export function sampleSentence(data: DataFacts): string {
  return data.sampleBytes >= data.plainBytes
    ? 'all data measured'
    : `${sampleWords(data)}, one at random in each of ${data.chunksSampled} equal parts`;
}

/** Parses a list of whole numbers; ascending, without duplicates. Undefined when one is invalid or out of bounds. */
export function parseNumbers(text: string, low: number, high: number): readonly number[] | undefined {
  const words = text.split(/[\s,;]+/).filter(Boolean);
  const numbers = words.map(Number);
  const isGood = (value: number) => Number.isInteger(value) && value >= low && value <= high;
  if (numbers.length === 0 || numbers.length > 32 || !numbers.every(isGood)) return undefined;
  return [...new Set(numbers)].toSorted((a, b) => a - b);
}
