import { useMemo } from 'react';
import type { EstimateRequest } from '../../../shared/contract/intake.js';
import { useClient } from '../../data/client-context.js';
import { useQuery } from '../../data/use-query.js';
import { type BatchSample, type Prediction, predictionOf } from './estimate.js';

/** The options must stay the same so long before a sample is compressed. */
const restMs = 400;
const kept = 8;

/** The predicted size of the containers of a batch; undefined while it is not known, and where it cannot be predicted. */
export function usePrediction(
  sample: BatchSample | undefined,
  options: EstimateRequest['options'],
): Prediction | undefined {
  const client = useClient();
  const key = sample && JSON.stringify({ sources: sample.sources, options });
  const { value, isCurrent } = useQuery(
    key,
    // The key is the request.
    (_signal, request) => client.call('batch.estimate', JSON.parse(request) as EstimateRequest),
    { restMs, kept },
  );
  return useMemo(
    () => (sample && value && isCurrent ? predictionOf(sample, value) : undefined),
    [sample, value, isCurrent],
  );
}
