import type { Plane } from '../../../../shared/contract/inspect/data.js';
import { type Query, useQuery } from '../../../data/use-query.js';
import { useDocument } from '../model/document-context.js';
import type { CellPart } from './cell-range.js';
import { countNan, type HeatmapValues } from './heatmap-image.js';
import { PLOT_REST_MS } from './use-line.js';

export interface Heatmap extends HeatmapValues {
  readonly part: CellPart;
  readonly nan: number;
}

/** The values of a part of a plane, thinned to the size of a picture. The last ones stay while others are loading. */
export function useHeatmap(plane: Plane, part: CellPart, width: number, height: number): Query<Heatmap> {
  const { overview, client, version } = useDocument();
  const request = { document: overview.document, plane, part, width, height };
  const key = width > 0 && height > 0 ? `${version} ${JSON.stringify(request)}` : undefined;
  return useQuery<Heatmap>(
    key,
    async (signal) => {
      const answer = await client.stream('inspect.heatmap', request, signal);
      const number = (name: string) => Math.max(1, Number(answer.header(name) ?? 1));
      const rows = Number(answer.header('x-rows') ?? 0);
      const columns = Number(answer.header('x-columns') ?? 0);
      const values = await answer.f32();
      return {
        values,
        rows,
        columns,
        rowStep: number('x-row-step'),
        columnStep: number('x-column-step'),
        part,
        nan: countNan(values),
      };
    },
    { restMs: PLOT_REST_MS },
  );
}
