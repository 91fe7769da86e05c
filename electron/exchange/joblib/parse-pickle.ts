import { type OperationOptions, throwIfCancelled } from '../../engine/operation.js';
import { called } from './calls.js';
import { BadObject, isBadObject } from './numpy-objects.js';
import { badPickle, type PickleInput } from './pickle-input.js';
import { MAX_NAME_BYTES, PickleMachine } from './pickle-machine.js';
import type { PickleItems, PickleValue } from './pickle-value.js';

type Instruction = (machine: PickleMachine) => void | Promise<void>;

/**
 * Reads a pickle of protocol 2 to 5 without executing anything: a stack machine of the instructions that joblib and numpy write
 * around arrays. Bytes of arrays are passed over. Names are resolved from a fixed list (`globalOf`). Throws FormatError('bad-joblib')
 * for any other instruction or name and for a pickle beyond the limits, 'truncated' when it ends early.
 */
export function parsePickle(input: PickleInput, options: OperationOptions = {}): Promise<PickleValue> {
  return run(new PickleMachine(input, () => run(new PickleMachine(input, undefined), options)), options);
}

async function run(machine: PickleMachine, options: OperationOptions): Promise<PickleValue> {
  const { input } = machine;
  for (;;) {
    throwIfCancelled(options.signal);
    const code = input.loadedCode() ?? (await input.code());
    if (code === STOP) return machine.pop();
    const instruction = INSTRUCTIONS.get(code);
    if (instruction === undefined) throw badPickle(input.name, refusedInstruction(code));
    try {
      const running = instruction(machine);
      if (running) await running;
    } catch (error) {
      throw isBadObject(error) ? badPickle(input.name, error.message, error) : error;
    }
  }
}

const STOP = 0x2e;
const TEXT_INSTRUCTIONS = 'ILSVFpgioPQ';

function refusedInstruction(code: number): string {
  const letter = String.fromCharCode(code);
  const why = TEXT_INSTRUCTIONS.includes(letter)
    ? 'which protocols 2 to 5 do not write for arrays'
    : 'which is not read';
  return `its pickle has the instruction 0x${code.toString(16)}, ${why}`;
}

function pairsOf(values: readonly PickleValue[]): [PickleValue, PickleValue][] {
  return Array.from({ length: Math.floor(values.length / 2) }, (_, at) => [
    values[2 * at] ?? null,
    values[2 * at + 1] ?? null,
  ]);
}

function addItems(machine: PickleMachine, items: readonly PickleValue[]): void {
  const target = machine.top();
  if (typeof target !== 'object' || (target?.kind !== 'list' && target?.kind !== 'set')) {
    throw new BadObject('its pickle adds items to what is no list');
  }
  for (const item of items) target.items.push(item);
}

function addEntries(machine: PickleMachine, entries: readonly [PickleValue, PickleValue][]): void {
  const target = machine.top();
  if (typeof target !== 'object' || target?.kind !== 'dict') {
    throw new BadObject('its pickle adds entries to what is no dict');
  }
  for (const entry of entries) target.entries.push(entry);
}

function group(kind: PickleItems['kind'], items: PickleValue[]): PickleItems {
  return { kind, items };
}

/** By their codes, as `pickletools` of Python has them. */
const INSTRUCTIONS: ReadonlyMap<number, Instruction> = new Map<number, Instruction>([
  // PROTO, FRAME: the end of a frame is that of an instruction. READONLY_BUFFER: nothing here is changed.
  [0x80, async (it) => requireProtocol(it, await it.int(1))],
  [0x95, (it) => it.input.skip(8)],
  [0x98, () => undefined],
  ['('.charCodeAt(0), (it) => it.pushMark()],
  ['0'.charCodeAt(0), (it) => void it.pop()],
  ['1'.charCodeAt(0), (it) => void it.popToMark()],
  ['2'.charCodeAt(0), (it) => it.push(it.top())],
  ['N'.charCodeAt(0), (it) => it.push(null)],
  [0x88, (it) => it.push(true)],
  [0x89, (it) => it.push(false)],
  ['J'.charCodeAt(0), (it) => it.integer(4)],
  ['K'.charCodeAt(0), async (it) => it.push(BigInt(await it.int(1)))],
  ['M'.charCodeAt(0), async (it) => it.push(BigInt(await it.int(2)))],
  [0x8a, async (it) => it.integer(await it.int(1))],
  [0x8b, async (it) => it.integer(await it.int(4))],
  ['G'.charCodeAt(0), async (it) => it.push((await it.input.take(8)).readDoubleBE())],
  // BINUNICODE, SHORT_BINUNICODE, BINUNICODE8
  ['X'.charCodeAt(0), async (it) => it.text(await it.int(4))],
  [0x8c, async (it) => it.text(await it.int(1))],
  [0x8d, async (it) => it.text(await it.length64())],
  // BINSTRING, SHORT_BINSTRING, BINBYTES, SHORT_BINBYTES, BINBYTES8, BYTEARRAY8
  ['T'.charCodeAt(0), async (it) => it.bytes(await it.int(4))],
  ['U'.charCodeAt(0), async (it) => it.bytes(await it.int(1))],
  ['B'.charCodeAt(0), async (it) => it.bytes(await it.int(4))],
  ['C'.charCodeAt(0), async (it) => it.bytes(await it.int(1))],
  [0x8e, async (it) => it.bytes(await it.length64())],
  [0x96, async (it) => it.bytes(await it.length64())],
  [')'.charCodeAt(0), (it) => it.push(group('tuple', []))],
  ['t'.charCodeAt(0), (it) => it.push(group('tuple', it.popToMark()))],
  [0x85, (it) => it.push(group('tuple', it.popMany(1)))],
  [0x86, (it) => it.push(group('tuple', it.popMany(2)))],
  [0x87, (it) => it.push(group('tuple', it.popMany(3)))],
  [']'.charCodeAt(0), (it) => it.push(group('list', []))],
  ['l'.charCodeAt(0), (it) => it.push(group('list', it.popToMark()))],
  ['a'.charCodeAt(0), (it) => addItems(it, it.popMany(1))],
  ['e'.charCodeAt(0), (it) => addItems(it, it.popToMark())],
  ['}'.charCodeAt(0), (it) => it.push({ kind: 'dict', entries: [] })],
  ['d'.charCodeAt(0), (it) => it.push({ kind: 'dict', entries: pairsOf(it.popToMark()) })],
  ['s'.charCodeAt(0), (it) => addEntries(it, pairsOf(it.popMany(2)))],
  ['u'.charCodeAt(0), (it) => addEntries(it, pairsOf(it.popToMark()))],
  // EMPTY_SET, ADDITEMS, FROZENSET
  [0x8f, (it) => it.push(group('set', []))],
  [0x90, (it) => addItems(it, it.popToMark())],
  [0x91, (it) => it.push(group('set', it.popToMark()))],
  // BINPUT, LONG_BINPUT, MEMOIZE, BINGET, LONG_BINGET
  ['q'.charCodeAt(0), async (it) => it.store(await it.int(1))],
  ['r'.charCodeAt(0), async (it) => it.store(await it.int(4))],
  [0x94, (it) => it.store()],
  ['h'.charCodeAt(0), async (it) => it.recall(await it.int(1))],
  ['j'.charCodeAt(0), async (it) => it.recall(await it.int(4))],
  // GLOBAL, STACK_GLOBAL
  [
    'c'.charCodeAt(0),
    async (it) => it.global(await it.input.line(MAX_NAME_BYTES), await it.input.line(MAX_NAME_BYTES)),
  ],
  [0x93, (it) => stackGlobal(it, it.popMany(2))],
  // REDUCE, NEWOBJ, BUILD
  ['R'.charCodeAt(0), (it) => applied(it, it.popMany(2))],
  [0x81, (it) => applied(it, it.popMany(2))],
  ['b'.charCodeAt(0), (it) => it.build(it.pop())],
]);

function requireProtocol(machine: PickleMachine, protocol: number): void {
  if (protocol < 2 || protocol > 5) machine.fail(`its pickle has protocol ${protocol}, and 2 to 5 are read`);
}

function stackGlobal(machine: PickleMachine, [module, name]: PickleValue[]): void {
  if (typeof module !== 'string' || typeof name !== 'string') throw new BadObject('its pickle imports what is no name');
  machine.global(module, name);
}

function applied(machine: PickleMachine, [callable = null, args = null]: PickleValue[]): void {
  machine.countRead(args);
  machine.push(called(callable, args));
}
