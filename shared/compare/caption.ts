import { type Run, sampleWords } from './result.js';
import { binarySize, countWords } from './words.js';

/** The lines under a table or chart: on which data, with what and when it was measured. */
export function captionLines({ data, environment, startedIso, plan, notes }: Run): readonly string[] {
  const { cpu, cores, os, memoryBytes, blosc, codecs, node, app, power, build } = environment;
  const type = data.dtype === undefined ? '' : `, ${data.dtype}`;
  const libraries = Object.entries(codecs).map(([name, version]) => `${name} ${version}`);
  return [
    `Data: ${data.name}${type}, ${binarySize(data.plainBytes)}; measured: ${sampleWords(data)} (SHA-256 ${data.sha256.slice(0, 16)}…).`,
    `Speeds: in memory, plain bytes per second, median of ${countWords(plan.repeats, 'round')} and middle half; threads: ${plan.threads.join(', ')}. Ratios count all bytes of a container.`,
    `Machine: ${cpu}, ${countWords(cores, 'processor')}, ${binarySize(memoryBytes)} of memory, ${os}${power === undefined ? '' : `, ${power}`}; ${loadWords(environment)}.`,
    `Software: ${app}, C-Blosc ${blosc} (${libraries.join(', ')}), Node ${node}${build === undefined ? '' : `, ${build}`}; ${startedIso}.`,
    ...notes,
  ];
}

function loadWords({ loadBefore, loadAfter }: Run['environment']): string {
  if (loadBefore === undefined || loadAfter === undefined) return 'load not known';
  return `load ${loadBefore.toFixed(2)} before, ${loadAfter.toFixed(2)} after`;
}
