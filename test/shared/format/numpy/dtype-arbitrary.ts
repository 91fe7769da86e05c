import fc from 'fast-check';
import {
  type ByteOrder,
  type Dtype,
  type FieldSpec,
  type ScalarCode,
  type StructDtype,
  scalarDtype,
  structDtype,
  subarrayDtype,
} from '../../../../shared/format/numpy/dtype.js';

const byteOrder = fc.constantFrom<ByteOrder>('<', '>', '|');

function sized(code: ScalarCode, itemsizes: readonly number[]): fc.Arbitrary<Dtype> {
  return fc
    .tuple(byteOrder, fc.constantFrom(...itemsizes))
    .map(([order, itemsize]) => scalarDtype(order, code, itemsize));
}

const unit = fc
  .tuple(
    fc.constantFrom('', '2', '25', '2147483647'),
    fc.constantFrom('Y', 'M', 'W', 'D', 'h', 'm', 's', 'ms', 'us', 'ns', 'ps', 'fs', 'as'),
  )
  .map(([multiple, letters]) => `[${multiple}${letters}]`);

const time = fc
  .tuple(byteOrder, fc.constantFrom<ScalarCode>('M', 'm'), fc.option(unit, { nil: undefined }))
  .map(([order, code, name]) => scalarDtype(order, code, 8, name));

/** Any scalar that numpy has on every machine: no long double. */
export const scalarArbitrary: fc.Arbitrary<Dtype> = fc.oneof(
  sized('b', [1]),
  sized('i', [1, 2, 4, 8]),
  sized('u', [1, 2, 4, 8]),
  sized('f', [2, 4, 8]),
  sized('c', [8, 16]),
  sized('S', [1, 2, 10, 300]),
  sized('V', [1, 7, 300]),
  sized('U', [4, 20, 400]),
  time,
);

/** Up to U+024F: blocks in which no newer Unicode version than Python's adds printable characters. */
const latin = fc.integer({ min: 0, max: 0x24f }).map((codePoint) => String.fromCodePoint(codePoint));

/** Names that test quoting and escaping, without lone surrogates (a pipe to Python cannot carry those). */
const name = fc.oneof(
  { weight: 3, arbitrary: fc.string({ minLength: 1, maxLength: 5 }) },
  fc.string({ minLength: 1, maxLength: 4, unit: latin }),
  fc.constantFrom("it's", 'q"', `both'"`, 'back\\slash', '中', '😀', '\u2028', '\ue000', '\u{e0001}', '\u{10fffd}'),
);

interface NamedSpec {
  readonly name: string;
  readonly title: string | undefined;
  readonly dtype: Dtype;
}

/** Names and titles share one namespace, so the ones that repeat are dropped. */
function withoutClashes(specs: readonly NamedSpec[]): FieldSpec[] {
  const taken = new Set<string>();
  return specs.flatMap(({ name, title, dtype }) => {
    const clash = name !== '' && taken.has(name);
    if (clash) return [];
    taken.add(name);
    if (title === undefined || name === '' || taken.has(title)) return [{ name, dtype }];
    taken.add(title);
    return [{ name, title, dtype }];
  });
}

const padding = fc
  .integer({ min: 1, max: 9 })
  .map((itemsize) => ({ name: '', title: undefined, dtype: scalarDtype('|', 'V', itemsize) }));

const shape = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 3 });

function structOf(item: fc.Arbitrary<Dtype>): fc.Arbitrary<StructDtype> {
  const field = fc.record({ name, title: fc.option(name, { nil: undefined, freq: 4 }), dtype: item });
  const fields = fc.array(fc.oneof({ weight: 4, arbitrary: field }, padding), { maxLength: 5 });
  return fields.map((specs) => structDtype(withoutClashes(specs)));
}

/** numpy takes a shape behind a type without bytes for its item size, unless the type is a struct. */
function subarrayOf(base: Dtype, dimensions: readonly number[]): Dtype {
  return base.itemsize === 0 && base.kind !== 'struct' ? base : subarrayDtype(base, dimensions);
}

const tree = fc.letrec<{ any: Dtype; struct: StructDtype; subarray: Dtype }>((tie) => ({
  any: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 3, arbitrary: scalarArbitrary },
    { weight: 1, arbitrary: tie('struct') },
    { weight: 1, arbitrary: tie('subarray') },
  ),
  struct: structOf(tie('any')),
  subarray: fc.tuple(tie('any'), shape).map(([base, dimensions]) => subarrayOf(base, dimensions)),
}));

/** A scalar or a struct, nested as deep as it comes: what an array can have. */
export const dtypeArbitrary: fc.Arbitrary<Dtype> = fc.oneof(scalarArbitrary, { weight: 3, arbitrary: tree.struct });
