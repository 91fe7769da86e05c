import { useMemo } from 'react';
import { useCompare } from '../../../app/comparison/use-compare.js';
import { type ReadModel, readModel } from './read-model.js';

/** The shown run evaluated for the chosen goal; undefined without a run. */
export function useReadModel(): ReadModel | undefined {
  const { run, goal } = useCompare();
  return useMemo(() => (run ? readModel(run, goal) : undefined), [run, goal]);
}
