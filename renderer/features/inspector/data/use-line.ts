import type { DrawnNumbers } from '../../../../shared/contract/inspect/data.js';
import { type Query, useQuery } from '../../../data/use-query.js';
import { useDocument } from '../model/document-context.js';
import type { LineValues } from './line-paths.js';
import { notationOf } from './value-notation.js';

/** Plots are loaded when a wheel or a slider has rested for this time. */
export const PLOT_REST_MS = 60;

/** Which numbers a plot shows of values of a dtype, as numpy names it. */
export interface DrawnValues {
  readonly dtype: string;
  readonly numbers: DrawnNumbers;
}

export interface LineRequest {
  readonly axis: number;
  /** An index for every axis; the one of `axis` is not used. */
  readonly held: readonly number[];
  readonly field?: number;
  readonly start: number;
  readonly end: number;
  /** Pixels that the line is drawn in. */
  readonly points: number;
}

/** The values along an axis through a cell. The last line stays while the next one is loading. */
export function useLine(line: LineRequest | undefined, { dtype, numbers }: DrawnValues): Query<LineValues> {
  const { overview, client, version } = useDocument();
  const held = line?.held.map((index, axis) => (axis === line.axis ? 0 : index)) ?? [];
  const request = line && { ...line, held, document: overview.document, numbers };
  const key =
    request && request.points > 0 && request.end > request.start ? `${version} ${JSON.stringify(request)}` : undefined;
  return useQuery(
    key,
    async (signal) => {
      if (!request) throw new Error('A line is loaded without a request');
      const answer = await client.stream('inspect.line', request, signal);
      const isEnvelope = answer.header('x-envelope') === '1';
      return {
        values: await answer.f64(),
        isEnvelope,
        start: request.start,
        end: request.end,
        notation: notationOf(dtype, BigInt(answer.header('x-base') ?? 0)),
        sampled: Number(answer.header('x-sampled') ?? 1),
      };
    },
    { restMs: PLOT_REST_MS },
  );
}
