import { measuredOf, type Run, repeatWords, sampleWords } from './result.js';
import { binarySize, countWords } from './words.js';

/**
 * The lines under a table or chart: on which data, with what and when it was measured. `spelled` writes the dtype, which is numpy's
 * spelling in files.
 */
export function captionLines(run: Run, spelled = (dtype: string) => dtype): readonly string[] {
  const { data, environment, startedIso, plan, notes } = run;
  const { cpu, cores, os, memoryBytes, blosc, codecs, node, app, power, build } = environment;
  const type = data.dtype === undefined ? '' : `, ${spelled(data.dtype)}`;
  const libraries = Object.entries(codecs).map(([name, version]) => `${name} ${version}`);
  return [
    `Data: ${data.name}${type}, ${binarySize(data.plainBytes)}; measured: ${sampleWords(data)} (SHA-256 ${data.sha256.slice(0, 16)}…).`,
    `Speeds: in memory, plain bytes per second, ${repeatWords(run)} and middle half${clockWords(run)}; threads: ${plan.threads.join(', ')}. Ratios count all bytes of a container.`,
    `Machine: ${cpu}, ${countWords(cores, 'processor')}, ${binarySize(memoryBytes)} of memory, ${os}${power === undefined ? '' : `, ${power}`}; ${loadWords(environment)}.`,
    `Software: ${app}, C-Blosc ${blosc} (${libraries.join(', ')}), Node ${node}${build === undefined ? '' : `, ${build}`}; ${startedIso}.`,
    ...notes,
  ];
}

/** Says how many speeds are by CPU time, because the machine was busy. */
function clockWords({ results }: Run): string {
  const busy = measuredOf(results).filter(({ flags }) => flags.includes('busy')).length;
  return busy === 0 ? '' : `; of ${countWords(busy, 'setting')} by CPU time, because the machine was busy`;
}

/** `load 0.31 before, 1.10 after`. */
export function loadWords({ loadBefore, loadAfter }: Run['environment']): string {
  if (loadBefore === undefined) return 'load not known';
  if (loadAfter === undefined) return `load ${loadBefore.toFixed(2)} before`;
  return `load ${loadBefore.toFixed(2)} before, ${loadAfter.toFixed(2)} after`;
}
