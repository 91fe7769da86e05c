import { cellsPage } from '../../../../electron/inspect/data/cells-page.js';
import { dataShape } from '../../../../electron/inspect/data/data-shape.js';
import type { OpenDocument } from '../../../../electron/inspect/document.js';
import type { Plane } from '../../../../shared/contract/inspect/data.js';

/** A Python script: for each `.npy` named, its leaves as `[name, texts of every item in C order]`. */
export const LEAVES_SCRIPT = `
import json, sys
import numpy as np

def leaves(array, name):
    if array.dtype.names is not None:
        for field in array.dtype.names:
            part = array[field]
            own = array.dtype[field].shape
            path = field if name == '' else name + '.' + field
            if own == ():
                yield from leaves(part, path)
            else:
                for index in np.ndindex(*own):
                    label = ','.join(str(i) for i in index)
                    yield from leaves(part[(Ellipsis,) + index], f'{path}[{label}]')
    else:
        yield [name, [str(array[index]) for index in np.ndindex(*array.shape)]]

print(json.dumps([list(leaves(np.load(path), '')) for path in sys.argv[1:]]))
`;

export type NumpyLeaves = readonly (readonly [name: string, texts: readonly string[]])[];

/** Every value of every leaf as the Data view shows it with the format \`exact\`, in C order. */
export async function shownLeaves(document: OpenDocument): Promise<NumpyLeaves> {
  const { shape, fields } = await dataShape(document, { document: 'document' });
  const all: [string, string[]][] = [];
  for (const [field, { name }] of fields.entries()) {
    const texts: string[] = [];
    for (const plane of planes(shape, field)) texts.push(...(await planeTexts(document, plane)));
    all.push([name, texts]);
  }
  return all;
}

/** Planes over the last two axes, one for each index of the others. */
function* planes(shape: readonly number[], field: number): Generator<Plane> {
  const outer = shape.slice(0, -2);
  const axes = shape.length;
  const count = outer.reduce((product, length) => product * length, 1);
  for (let item = 0; item < count; item++) {
    const held = new Array<number>(axes).fill(0);
    let rest = item;
    for (let axis = outer.length - 1; axis >= 0; axis--) {
      held[axis] = rest % (outer[axis] ?? 1);
      rest = Math.floor(rest / (outer[axis] ?? 1));
    }
    if (axes === 0) yield { held, field };
    else yield axes === 1 ? { held, field, rowAxis: 0 } : { held, field, rowAxis: axes - 2, columnAxis: axes - 1 };
  }
}

async function planeTexts(document: OpenDocument, plane: Plane): Promise<readonly string[]> {
  const texts: string[] = [];
  for (let rowStart = 0; ; ) {
    const page = await cellsPage(document, {
      document: 'document',
      plane,
      rowStart,
      rowCount: 1000,
      columnStart: 0,
      columnCount: plane.columnAxis === undefined ? 1 : 500,
      format: { kind: 'exact' },
    });
    if (page.rows === 0) return texts;
    texts.push(...page.texts);
    rowStart += page.rows;
  }
}
