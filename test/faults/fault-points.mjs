import { constants } from 'node:os';
import { shuffled } from '../kill/kill-points.mjs';

/**
 * What one run of a program suffers: an error at a call, at two of them, or at all from one on; or a read or write that moves
 * fewer bytes than asked for.
 *
 * @typedef {object} Fault
 * @property {import('../kill/shim.mjs').ShimOrders} orders
 * @property {string} call the name of the first call that it hits; see shim.c
 * @property {string} [code] of the error
 * @property {string} what for people
 */

/** @typedef {import('../kill/shim.mjs').FileCall} FileCall */

/** What each call may answer on a disk that breaks, is full, or is far away. @type {Readonly<Record<string, readonly string[]>>} */
const ERRORS = {
  read: ['EIO', 'EINTR'],
  pread: ['EIO', 'EINTR'],
  readv: ['EIO', 'EINTR'],
  preadv: ['EIO', 'EINTR'],
  write: ['ENOSPC', 'EIO', 'EINTR'],
  pwrite: ['ENOSPC', 'EIO', 'EINTR'],
  writev: ['ENOSPC', 'EIO', 'EINTR'],
  pwritev: ['ENOSPC', 'EIO', 'EINTR'],
  fsync: ['EIO', 'ENOSPC', 'EINTR'],
  fdatasync: ['EIO', 'ENOSPC', 'EINTR'],
  ftruncate: ['EIO', 'ENOSPC', 'EINTR'],
  rename: ['EXDEV', 'EIO', 'ENOSPC'],
  link: ['EXDEV', 'EPERM', 'EIO', 'ENOSPC'],
  unlink: ['EIO'],
  open: ['ENOSPC', 'EIO', 'EINTR'],
  'open-to-read': ['EIO', 'EINTR'],
  flock: ['ENOLCK', 'EIO', 'EINTR'],
  mkdir: ['ENOSPC', 'EIO'],
  rmdir: ['EIO'],
  fchmod: ['EPERM', 'EIO'],
  fchown: ['EPERM', 'EIO'],
  futimens: ['EPERM', 'EIO'],
  stat: ['EIO'],
  realpath: ['EIO'],
  scandir: ['EIO'],
  close: ['EIO'],
};

const MOVES = ['read', 'pread', 'readv', 'preadv', 'write', 'pwrite', 'writev', 'pwritev'];

/** Of the faults beyond one at each call, so many are errors at two calls; the others are short reads and writes. */
const PAIRS_SHARE = 0.7;

/**
 * As many faults as wanted: every kind at every call of a dry run as long as there are enough for that (else a random choice),
 * then errors at two random calls, and random short reads and writes.
 *
 * @param {readonly FileCall[]} calls
 * @param {number} wanted
 * @param {() => number} random 0 <= random() < 1
 * @returns {Fault[]}
 */
export function chooseFaults(calls, wanted, random) {
  const systematic = shuffled(calls.flatMap(faultsAt), random).slice(0, wanted);
  const moves = calls.filter(({ name, sizeBytes }) => MOVES.includes(name) && sizeBytes > 1);
  const more = Array.from({ length: calls.length === 0 ? 0 : wanted - systematic.length }, () =>
    moves.length === 0 || random() < PAIRS_SHARE ? pairOf(calls, random) : shortAt(pick(moves, random), random),
  );
  return [...systematic, ...more];
}

/** @param {FileCall} call */
function faultsAt(call) {
  const errors = errorsOf(call);
  const sizes = new Set([1, Math.floor(call.sizeBytes / 2)].filter((bytes) => bytes > 0 && bytes < call.sizeBytes));
  return [
    ...errors.map((code) => errorAt(call, code)),
    ...(MOVES.includes(call.name) ? [...sizes].map((bytes) => shortBy(call, bytes)) : []),
    brokenFrom(call),
  ];
}

/** @param {FileCall} call */
function errorsOf({ name }) {
  const errors = ERRORS[name];
  if (!errors) throw new Error(`nobody has said what can go wrong with the call ${name}`);
  return errors;
}

/**
 * @param {FileCall} call
 * @param {string} code
 * @returns {Fault}
 */
function errorAt(call, code) {
  return {
    orders: { at: call.call, ...failingWith(code) },
    call: call.name,
    code,
    what: `${code} at ${describe(call)}`,
  };
}

/**
 * A disk that is gone.
 *
 * @param {FileCall} call
 * @returns {Fault}
 */
function brokenFrom(call) {
  const orders = { at: call.call, ...failingWith('EIO'), mode: 'broken' };
  return { orders, call: call.name, code: 'EIO', what: `EIO from ${describe(call)} on` };
}

/**
 * @param {readonly FileCall[]} calls
 * @param {() => number} random
 * @returns {Fault}
 */
function pairOf(calls, random) {
  const first = pick(calls, random);
  const code = errorsOf(first).includes('ENOSPC') && random() < 0.5 ? 'ENOSPC' : 'EIO';
  const again = first.call + 1 + Math.floor(random() * 12);
  const { orders, what } = errorAt(first, code);
  return { orders: { ...orders, again }, call: first.name, code, what: `${what}, and at call ${again}` };
}

/**
 * @param {FileCall} call
 * @param {() => number} random
 */
function shortAt(call, random) {
  return shortBy(call, 1 + Math.floor(random() * (call.sizeBytes - 1)));
}

/**
 * @param {FileCall} call
 * @param {number} bytes
 * @returns {Fault}
 */
function shortBy(call, bytes) {
  return {
    orders: { at: call.call, mode: 'short', bytes },
    call: call.name,
    what: `${bytes} bytes at ${describe(call)}`,
  };
}

/** @param {string} code */
function failingWith(code) {
  const errno = constants.errno[/** @type {keyof typeof constants.errno} */ (code)];
  return { mode: 'errno', errno };
}

/** @param {FileCall} call */
function describe({ call, name, sizeBytes, path }) {
  return `call ${call}: ${name}${sizeBytes > 0 ? ` of ${sizeBytes} bytes` : ''} ${path}`;
}

/**
 * @template T
 * @param {readonly T[]} items
 * @param {() => number} random
 * @returns {T}
 */
function pick(items, random) {
  return /** @type {T} */ (items[Math.floor(random() * items.length)]);
}
