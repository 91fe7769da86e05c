/**
 * A way to end the process: at a call (see shim.c), or after some time.
 *
 * @typedef {{ at: number, call: string, mode: 'before' | 'torn' | 'after', bytes: number, what: string }} CallPoint
 * @typedef {{ afterMs: number, what: string }} TimePoint
 * @typedef {CallPoint | TimePoint} KillPoint
 */

/** One of so many kills is at a random time, without the shim. */
const TIMED_SHARE = 0.1;

/**
 * As many points as wanted: around every call of a dry run and inside its writes as long as there are enough kills for that
 * (else a random choice) and a share at random times, in random order; then writes torn at random bytes for the rest.
 *
 * @param {readonly import('./shim.mjs').FileCall[]} calls
 * @param {number} elapsedMs of the dry run
 * @param {number} wanted
 * @param {() => number} random 0 <= random() < 1
 * @returns {KillPoint[]}
 */
export function choosePoints(calls, elapsedMs, wanted, random) {
  const timed = Array.from({ length: Math.ceil(wanted * TIMED_SHARE) }, () => timePoint(elapsedMs * 1.1 * random()));
  const left = wanted - timed.length;
  const systematic = shuffled(calls.flatMap(pointsAround), random).slice(0, left);
  const writes = calls.filter(({ sizeBytes }) => sizeBytes > 2);
  const extra = Array.from({ length: left - systematic.length }, () => {
    const call = writes[Math.floor(random() * writes.length)];
    return tornAt(call, 1 + Math.floor(random() * (call.sizeBytes - 1)));
  });
  return [...shuffled([...systematic, ...timed], random), ...extra];
}

/**
 * Before a call, after it, and in the middle of a write.
 *
 * @param {import('./shim.mjs').FileCall} call
 * @returns {CallPoint[]}
 */
export function pointsAround(call) {
  const { call: at, name, sizeBytes } = call;
  const cuts = new Set([1, Math.floor(sizeBytes / 2), sizeBytes - 1].filter((bytes) => bytes > 0 && bytes < sizeBytes));
  return [
    { at, call: name, mode: 'before', bytes: 0, what: `before ${describe(call)}` },
    ...[...cuts].map((bytes) => tornAt(call, bytes)),
    { at, call: name, mode: 'after', bytes: 0, what: `after ${describe(call)}` },
  ];
}

/**
 * @param {import('./shim.mjs').FileCall} call
 * @param {number} bytes
 * @returns {CallPoint}
 */
function tornAt(call, bytes) {
  return { at: call.call, call: call.name, mode: 'torn', bytes, what: `after byte ${bytes} of ${describe(call)}` };
}

/**
 * @param {number} afterMs
 * @returns {TimePoint}
 */
function timePoint(afterMs) {
  return { afterMs, what: `after ${afterMs.toFixed(1)} ms` };
}

/** @param {import('./shim.mjs').FileCall} call */
function describe({ call, name, sizeBytes, path }) {
  return `call ${call}: ${name}${sizeBytes > 0 ? ` of ${sizeBytes} bytes` : ''} ${path}`;
}

/**
 * @template T
 * @param {readonly T[]} items
 * @param {() => number} random
 * @returns {T[]}
 */
export function shuffled(items, random) {
  return items
    .map((item) => ({ item, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

/**
 * Mulberry32: a small generator, so that a seed gives the same kills again.
 *
 * @param {number} seed
 */
export function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
