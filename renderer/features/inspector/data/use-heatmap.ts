import type { HeatmapReduction, Plane } from '../../../../shared/contract/inspect/data.js';
import { type Query, useQuery } from '../../../data/use-query.js';
import { useDocument } from '../model/document-context.js';
import type { CellPart } from './cell-range.js';
import { countNan, type HeatmapValues } from './heatmap-image.js';
import { type DrawnValues, PLOT_REST_MS } from './use-line.js';
import { notationOf } from './value-notation.js';

export interface Heatmap extends HeatmapValues {
  readonly part: CellPart;
  readonly nan: number;
  /** Why pixels may have no number: `NaN or damaged`. */
  readonly noNumber: string;
}

/** The size of a picture in pixels, and what a pixel shows of its cells. */
interface Picture {
  readonly width: number;
  readonly height: number;
  readonly reduction: HeatmapReduction;
}

/** The values of a part of a plane, reduced to the size of a picture. The last ones stay while others are loading. */
export function useHeatmap(
  plane: Plane,
  part: CellPart,
  drawn: DrawnValues,
  { width, height, reduction }: Picture,
): Query<Heatmap> {
  const { overview, client, version } = useDocument();
  const request = { document: overview.document, plane, part, width, height, reduction, numbers: drawn.numbers };
  const key = width > 0 && height > 0 ? `${version} ${JSON.stringify(request)}` : undefined;
  return useQuery<Heatmap>(
    key,
    async (signal) => {
      const answer = await client.stream('inspect.heatmap', request, signal);
      const number = (name: string) => Math.max(1, Number(answer.header(name) ?? 1));
      const rows = Number(answer.header('x-rows') ?? 0);
      const columns = Number(answer.header('x-columns') ?? 0);
      const values = await answer.f64();
      return {
        values,
        rows,
        columns,
        rowStep: number('x-row-step'),
        columnStep: number('x-column-step'),
        rowEvery: number('x-row-every'),
        columnEvery: number('x-column-every'),
        notation: notationOf(drawn.dtype, BigInt(answer.header('x-base') ?? 0)),
        reduction,
        part,
        nan: countNan(values),
        noNumber: drawn.numbers.fillValue === undefined ? 'NaN or damaged' : 'NaN, missing or damaged',
      };
    },
    { restMs: PLOT_REST_MS },
  );
}
