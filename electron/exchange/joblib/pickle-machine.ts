import { arrayNbytes } from '../../../shared/format/numpy/array-metadata.js';
import { reconstructed } from './calls.js';
import { setDtypeState, wrapperState } from './numpy-objects.js';
import { badPickle, type PickleInput } from './pickle-input.js';
import { type FoundArray, globalOf, itemsIn, lengthOf, OPAQUE, type PickleValue } from './pickle-value.js';

/** Far more than the pickle of some arrays has; it bounds memory and time. */
const MAX_VALUES = 2 ** 20;
/** Texts that are kept: names, keys, type strings. */
const MAX_TEXT_BYTES = 64 * 1024;
/** All of them together. */
const MAX_TEXTS_BYTES = 16 * 2 ** 20;
export const MAX_NAME_BYTES = 256;
const MAX_INT_BYTES = 64;

/** A mark on the stack, to which some instructions go back. */
const MARK = Symbol('mark');
type Slot = PickleValue | typeof MARK;

/** The stack and the memo of a pickle that is read, and the limits of both. Its methods throw FormatError('bad-joblib'). */
export class PickleMachine {
  readonly input: PickleInput;
  readonly #skipPickle: (() => Promise<unknown>) | undefined;
  readonly #stack: Slot[] = [];
  readonly #memo = new Map<number, PickleValue>();
  #values = 0;
  #textBytes = 0;

  /** `skipPickle` reads a pickle of Python objects inside that of joblib; undefined inside such a one. */
  constructor(input: PickleInput, skipPickle: (() => Promise<unknown>) | undefined) {
    this.input = input;
    this.#skipPickle = skipPickle;
  }

  push(value: Slot): void {
    this.#countValues(1);
    this.#stack.push(value);
  }

  /**
   * Counts what an instruction reads of its arguments: the values in them, and those in these. By the memo few bytes can have the same
   * ones read any number of times.
   */
  countRead(value: PickleValue): void {
    this.#countValues(itemsIn(value).reduce<number>((count, item) => count + 1 + lengthOf(item), 0));
  }

  #countValues(count: number): void {
    this.#values += count;
    if (this.#values > MAX_VALUES) this.fail(`it holds more than ${MAX_VALUES} Python values`);
  }

  pop(): PickleValue {
    const value = this.#stack.pop();
    if (value === undefined || value === MARK) return this.fail('its pickle takes a value that is not there');
    return value;
  }

  top(): PickleValue {
    const value = this.pop();
    this.#stack.push(value);
    return value;
  }

  /** The values behind the last mark, which is removed with them. */
  popToMark(): PickleValue[] {
    const at = this.#stack.lastIndexOf(MARK);
    if (at < 0) return this.fail('its pickle goes back to a mark that is not there');
    const values = this.#stack.splice(at).slice(1);
    return values as PickleValue[]; // there is no mark behind the last one
  }

  popMany(count: number): PickleValue[] {
    return Array.from({ length: count }, () => this.pop()).reverse();
  }

  pushMark(): void {
    this.push(MARK);
  }

  store(index = this.#memo.size): void {
    if (this.#memo.size >= MAX_VALUES) this.fail(`it remembers more than ${MAX_VALUES} values`);
    this.#memo.set(index, this.top());
  }

  recall(index: number): void {
    const value = this.#memo.get(index);
    if (value === undefined) this.fail('its pickle refers to a value that is not there');
    else this.push(value);
  }

  fail(what: string): never {
    throw badPickle(this.input.name, what);
  }

  async int(lengthBytes: 1 | 2 | 4): Promise<number> {
    return (await this.input.take(lengthBytes)).readUIntLE(0, lengthBytes);
  }

  async length64(): Promise<number> {
    const length = (await this.input.take(8)).readBigUInt64LE();
    if (length > Number.MAX_SAFE_INTEGER) this.fail(`a value has ${length} bytes`);
    return Number(length);
  }

  /** A str. What is too long to be a name or a key holds no array, or one that is written as text. */
  async text(lengthBytes: number): Promise<void> {
    if (lengthBytes > MAX_TEXT_BYTES) {
      this.input.skip(lengthBytes);
      this.push(OPAQUE);
      return;
    }
    this.#countText(lengthBytes);
    this.push((await this.input.take(lengthBytes)).toString('utf8'));
  }

  async bytes(lengthBytes: number): Promise<void> {
    const { position } = this.input;
    const isShort = lengthBytes <= MAX_NAME_BYTES;
    if (isShort) this.#countText(lengthBytes);
    const text = isShort ? (await this.input.take(lengthBytes)).toString('latin1') : undefined;
    if (!isShort) this.input.skip(lengthBytes);
    this.push({ kind: 'bytes', lengthBytes, position, text });
  }

  async integer(lengthBytes: number): Promise<void> {
    if (lengthBytes > MAX_INT_BYTES) this.fail(`an integer has ${lengthBytes} bytes`);
    const hex = Buffer.from(await this.input.take(lengthBytes))
      .reverse()
      .toString('hex');
    this.push(BigInt.asIntN(8 * lengthBytes, hex === '' ? 0n : BigInt(`0x${hex}`)));
  }

  #countText(lengthBytes: number): void {
    this.#textBytes += lengthBytes;
    if (this.#textBytes > MAX_TEXTS_BYTES) this.fail(`its texts have more than ${MAX_TEXTS_BYTES} bytes`);
  }

  global(module: string, name: string): void {
    const known = globalOf(module, name);
    if (known === undefined) throw this.#unknown(module, name);
    this.push(known);
  }

  #unknown(module: string, name: string): Error {
    if (/^Z?NDArrayWrapper$/.test(name)) {
      return badPickle(
        this.input.name,
        'joblib before 0.10 wrote it, with its arrays in files beside it (`_01.npy`): read those',
      );
    }
    const shown = `${module}.${name}`.replace(/[^\x20-\x7e]/g, '?').slice(0, 100);
    return badPickle(
      this.input.name,
      `it holds an object of '${shown}', and only arrays in lists, tuples and dicts are read`,
    );
  }

  /** Sets the state of the object on the stack. */
  async build(state: PickleValue): Promise<void> {
    this.countRead(state);
    const target = this.top();
    const kind = typeof target === 'object' ? target?.kind : undefined;
    if (kind === 'wrapper') {
      this.pop();
      this.push({ kind: 'array', found: await this.#bytesBehind(state) });
    } else if (typeof target === 'object' && target?.kind === 'dtype') setDtypeState(target, state);
    else if (typeof target === 'object' && target?.kind === 'array') target.found = reconstructed(state);
    else if (kind !== 'opaque' && kind !== 'dict') this.fail('its pickle sets the state of what is no array');
  }

  /** joblib writes the bytes of an array straight behind the instruction that sets the state of its wrapper. */
  async #bytesBehind(state: PickleValue): Promise<FoundArray> {
    const { dtype, shape, order, isAligned } = wrapperState(state);
    if (dtype === undefined) {
      // A pickle of its own follows. Its values are counted by themselves, as they are dropped.
      if (this.#skipPickle === undefined) this.fail('its Python objects hold arrays of joblib');
      await this.#skipPickle();
      return { reason: 'its items are Python objects' };
    }
    if (isAligned) this.input.skip(await this.int(1));
    const { position } = this.input;
    const nbytes = arrayNbytes({ dtype, shape });
    this.input.skip(nbytes);
    if (!Number.isSafeInteger(this.input.position)) this.fail(`an array has ${nbytes} bytes`);
    return { dtype, shape, order, position };
  }
}
