/**
 * What the benchmark is to reach on two cores, with 512 MiB and default settings. "Net" is the time of the whole process minus that
 * of `node -e 0` in the same rounds.
 */

/** By the least chunk size in bytes that they are for, largest first. */
const TARGETS = [
  { fromBytes: 2 ** 20, netOfFloor: 1.1, ofReference: 0.75 },
  { fromBytes: 2 ** 16, netOfFloor: 1.15, ofReference: 0.75 },
  { fromBytes: 0, netOfFloor: 1.5, ofReference: 1 },
];
const VERIFY_OF_DECOMPRESS = 0.8;
const RANDOM_READS_OF_FLOOR = 1.15;
/** With less data than the targets are for, starting the program takes longer than the work. */
const LEAST_MIB = 512;
const PEAK_MIB = 120;
const START_MS = 25;
const IN_MEMORY_OF_FLOOR = 1.05;

/** The targets that a list of cases does not reach, one line each. */
export function shortfalls(cases) {
  return cases.flatMap((it) => {
    const { operation, dataSet, mib, chunkBytes, threads, results } = it;
    const title = `${operation} ${dataSet}, ${mib} MiB in chunks of ${chunkBytes} bytes, ${threads} threads`;
    return checksOf(it, cases)
      .filter(([, found, limit]) => mib >= LEAST_MIB && found > limit)
      .map(([what, found, limit]) => `  ${title}: ${found.toFixed(2)} ${what}, the target is ${limit}`)
      .concat(peakShortfall(title, results.blpk));
  });
}

function checksOf({ operation, dataSet, mib, chunkBytes, threads, results }, cases) {
  const { blpk, floor, reference, node } = results;
  const netMs = blpk.medianMs - node.medianMs;
  if (operation === 'random reads') return [['of the floor, net', netMs / floor.medianMs, RANDOM_READS_OF_FLOOR]];
  if (operation === 'verify') {
    const same = { operation: 'decompress', dataSet, mib, chunkBytes, threads };
    const decompress = cases.find((it) => Object.entries(same).every(([key, value]) => it[key] === value));
    return [['of decompress', blpk.medianMs / decompress.results.blpk.medianMs, VERIFY_OF_DECOMPRESS]];
  }
  const target = TARGETS.find(({ fromBytes }) => chunkBytes >= fromBytes);
  return [
    ['of the floor, net', netMs / floor.medianMs, target.netOfFloor],
    ...(reference ? [['of the reference loop', blpk.medianMs / reference.medianMs, target.ofReference]] : []),
  ];
}

/** A peak of memory above the target. */
export function peakShortfall(title, { peakMib }) {
  return peakMib > PEAK_MIB ? [`  ${title}: ${peakMib.toFixed(0)} MiB at the peak, the target is ${PEAK_MIB}`] : [];
}

/** The same for the start of the program, beside that of Node. */
export function startShortfall({ blpk, node }) {
  const extraMs = blpk.medianMs - node.medianMs;
  return extraMs > START_MS ? [`  start: ${extraMs.toFixed(0)} ms more than Node, the target is ${START_MS}`] : [];
}

/** The same for an array in memory: milliseconds of packing and unpacking. */
export function inMemoryShortfalls({ engine, floor }) {
  return ['pack', 'unpack'].flatMap((operation, index) => {
    const ratio = engine[index] / floor[index];
    const text = `  ${operation} in memory: ${ratio.toFixed(2)} of the floor, the target is ${IN_MEMORY_OF_FLOOR}`;
    return ratio > IN_MEMORY_OF_FLOOR ? [text] : [];
  });
}
