import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  groupedValue,
  needsTwoLines,
  readValues,
} from '../../../../../renderer/features/inspector/bytes/inspect/byte-values.js';

const valuesOf = (...bytes: readonly number[]) =>
  Object.fromEntries(readValues(Uint8Array.from(bytes)).map(({ type, little, big }) => [type, [little, big]]));

describe('bytes as numbers', () => {
  it('are read in both byte orders, exact to 64 bits', () => {
    expect(valuesOf(0xeb, 8, 0, 0, 0, 0, 0, 0)).toMatchObject({
      u8: ['235', undefined],
      i8: ['−21', undefined],
      u16: ['2283', '60168'],
      i32: ['2283', '−351797248'],
      u32: ['2283', '3943170048'],
      i64: ['2283', '−1510957674982801408'],
      u64: ['2283', '16935786398726750208'],
    });
  });

  it('are left out where the file has too few bytes', () => {
    expect(valuesOf(1, 2, 3)).toMatchObject({
      u16: ['513', '258'],
      u32: [undefined, undefined],
      f64: [undefined, undefined],
    });
    expect(valuesOf()).toMatchObject({ u8: [undefined, undefined] });
  });

  it('write singles in as few digits as distinguish them', () => {
    const view = new DataView(new ArrayBuffer(4));
    fc.assert(
      fc.property(fc.float({ noNaN: true }), (value) => {
        view.setFloat32(0, value, true);
        const f32 = readValues(new Uint8Array(view.buffer)).find(({ type }) => type === 'f32');
        expect(Math.fround(Number(f32?.little?.replaceAll('−', '-')))).toBe(value);
      }),
    );
    view.setFloat32(0, 0.1, true);
    expect(valuesOf(...new Uint8Array(view.buffer)).f32?.[0]).toBe('0.1');
  });

  it('name what is not a number', () => {
    expect(valuesOf(0, 0, 0xc0, 0x7f).f32?.[0]).toBe('NaN');
    expect(valuesOf(0, 0, 0x80, 0xff).f32?.[0]).toBe('−Infinity');
    expect(valuesOf(0, 0, 0, 0x80).f32?.[0]).toBe('−0');
  });
});

describe('numbers on the screen', () => {
  it('have separators, and every digit', () => {
    expect(groupedValue('3943170048')).toBe('3,943,170,048');
    expect(groupedValue('−2147483648')).toBe('−2,147,483,648');
    expect(groupedValue('−1510957674982801408')).toBe('−1,510,957,674,982,801,408');
    expect(groupedValue('3.1992143975187985e−42')).toBe('3.1992143975187985e−42');
    expect(groupedValue('−Infinity')).toBe('−Infinity');
  });

  it('are on two lines where two long ones would not fit beside each other', () => {
    const values = readValues(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8));
    expect(values.filter(needsTwoLines).map(({ type }) => type)).toEqual(['u64', 'i64', 'f64']);
    expect(readValues(Uint8Array.of(0xeb, 8, 0, 0, 0, 0, 0, 0)).filter(needsTwoLines).length).toBeLessThan(3);
  });
});
