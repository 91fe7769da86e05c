import { type Query, useQuery } from '../../../data/use-query.js';
import { useDocument } from '../model/document-context.js';
import type { LineValues } from './line-paths.js';

/** Pictures follow a wheel or a slider when it rests for a moment. */
export const PLOT_REST_MS = 60;

export interface LineQuestion {
  readonly axis: number;
  /** An index for every axis; the one of `axis` does not count. */
  readonly held: readonly number[];
  readonly field?: number;
  readonly start: number;
  readonly end: number;
  /** Pixels there are for it. */
  readonly points: number;
}

/** Values along an axis through a cell. The last line stays while the next one is read. */
export function useLine(question: LineQuestion | undefined): Query<LineValues> {
  const { overview, client, version } = useDocument();
  const held = question?.held.map((index, axis) => (axis === question.axis ? 0 : index)) ?? [];
  const request = question && { ...question, held, document: overview.document };
  const key =
    request && request.points > 0 && request.end > request.start ? `${version} ${JSON.stringify(request)}` : undefined;
  return useQuery(
    key,
    async (signal) => {
      if (!request) throw new Error('A line is asked for without a question');
      const answer = await client.stream('inspect.line', request, signal);
      const isEnvelope = answer.header('x-envelope') === '1';
      return { values: await answer.f64(), isEnvelope, start: request.start, end: request.end };
    },
    { restMs: PLOT_REST_MS },
  );
}
