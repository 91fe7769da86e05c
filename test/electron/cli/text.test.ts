import { describe, expect, test } from 'vitest';
import { arrayText, shapeText } from '../../../electron/cli/array-text.js';
import { printable } from '../../../electron/cli/printable.js';
import { protectSlices } from '../../../electron/cli/program.js';
import { snakeCased } from '../../../electron/cli/snake-cased.js';
import { sampleRanges } from '../../../electron/engine/estimate.js';
import { parseJson } from '../../../shared/format/json.js';
import { prettyJson } from '../../../shared/format/pretty-json.js';

describe('array text', () => {
  test('nests and aligns as numpy does', () => {
    expect(arrayText([], ['7'])).toBe('7');
    expect(arrayText([2, 2], ['1', '20', '3', '4'])).toBe('[[ 1 20]\n [ 3  4]]');
    expect(arrayText([2, 1, 2], ['1', '2', '3', '4'])).toBe('[[[1 2]]\n\n [[3 4]]]');
    expect(arrayText([0, 3], [])).toBe('[] (shape (0, 3))');
    expect(shapeText([3])).toBe('(3,)');
  });

  test('wraps lines at 75 columns', () => {
    const lines = arrayText(
      [100],
      Array.from({ length: 100 }, (_, i) => `${i}`),
    ).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(76);
    expect(lines[1]).toMatch(/^ \d/);
  });
});

describe('pretty JSON', () => {
  test('keeps integers, floats and the order of keys', () => {
    const text = '{"b":[{"x":1.0},9007199254740993],"10":{},"2":[1,2]}';
    expect(prettyJson(parseJson(text)).replace(/\s/g, '')).toBe(text);
    expect(prettyJson({ a: [1, 2], b: {} })).toBe('{\n  "a": [1,2],\n  "b": {}\n}');
  });

  test('turns camel case keys into snake case and drops what is undefined', () => {
    expect(snakeCased({ chunkIndex: 1, gone: undefined, list: [{ startItem: 2n }] })).toEqual({
      chunk_index: 1,
      list: [{ start_item: 2n }],
    });
  });
});

test('control characters are printed as escapes', () => {
  expect(printable('a\x1b[31m\x9b\n\tö')).toBe('a\\x1b[31m\\x9b\\x0a\tö');
});

test('slices that begin with a minus are not read as options', () => {
  expect(protectSlices(['slice', 'x', '-5:', '-1', '-n', '-n4'])).toEqual(['slice', 'x', '[-5:]', '[-1]', '-n', '-n4']);
  expect(protectSlices(['c', '-5:'])).toEqual(['c', '-5:']);
});

test('samples are spread from the first chunk to the last', () => {
  const header = { nchunks: 1000n, lastChunk: 3 } as Parameters<typeof sampleRanges>[0]['header']; // all that is used
  const ranges = sampleRanges({ header, chunkSize: 10 });
  expect(ranges.length).toBe(16);
  expect([ranges[0], ranges.at(-1)]).toEqual([
    { startByte: 0, endByte: 10 },
    { startByte: 9990, endByte: 9993 },
  ]);
});
