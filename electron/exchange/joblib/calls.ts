import { arrayOfParts, BadObject, itemsOf, newDtype, textOf } from './numpy-objects.js';
import {
  type FoundArray,
  OPAQUE,
  type PickleArray,
  type PickleBytesValue,
  type PickleDict,
  type PickleValue,
} from './pickle-value.js';

/** What a call of the callables that make arrays gives: `callable(*args)`. Throws BadObject for any other callable. */
export function called(callable: PickleValue, args: PickleValue): PickleValue {
  if (typeof callable !== 'object' || callable?.kind !== 'global')
    throw new BadObject('its pickle calls what is no function');
  switch (callable.name) {
    case 'dtype':
      return newDtype(args);
    case 'reconstruct':
      return { kind: 'array', found: undefined };
    case 'frombuffer':
      return frombuffer(args);
    case 'encode':
      return encodedText(args);
    case 'dict':
      return dictOf(args);
    case 'wrapper':
      return { kind: 'wrapper' };
    case 'array-class':
    case 'value':
      return OPAQUE;
  }
}

/** `_frombuffer(bytes, dtype, shape, order)` */
function frombuffer(args: PickleValue): PickleArray {
  const [bytes, dtype, shape, order] = itemsOf(args, 'the arguments of an array');
  return {
    kind: 'array',
    found: arrayOfParts({ bytes, dtype, shape, order: textOf(order ?? null) === 'F' ? 'F' : 'C' }),
  };
}

/** `(version, shape, dtype, is_fortran, bytes)`; once without the version. */
export function reconstructed(state: PickleValue): FoundArray {
  const items = itemsOf(state, 'the state of an array');
  const [shape, dtype, isFortran, bytes] = items.slice(-4);
  return arrayOfParts({ shape, dtype, order: isFortran === true || isFortran === 1n ? 'F' : 'C', bytes });
}

/** `encode(text, 'latin1')`: bytes in protocol 2. */
function encodedText(args: PickleValue): PickleBytesValue {
  const [text] = itemsOf(args, 'the arguments of encode');
  const known = typeof text === 'string' ? text : undefined;
  return { kind: 'bytes', lengthBytes: known?.length ?? 0, position: undefined, text: known };
}

/** `OrderedDict()`, in Python 2 with a list of pairs. */
function dictOf(args: PickleValue): PickleDict {
  const [pairs] = itemsOf(args, 'the arguments of a dict');
  const entries = pairs === undefined ? [] : itemsOf(pairs, 'the pairs of a dict').map(pairOf);
  return { kind: 'dict', entries };
}

function pairOf(value: PickleValue): [PickleValue, PickleValue] {
  const [key = null, item = null] = itemsOf(value, 'a pair of a dict');
  return [key, item];
}
