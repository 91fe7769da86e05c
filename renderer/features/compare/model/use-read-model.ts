import { useMemo } from 'react';
import { useCompare } from '../../../app/comparison/use-compare.js';
import { type ReadModel, readModel } from './read-model.js';

/** The shown run for the chosen goal; undefined while there is none. */
export function useReadModel(): ReadModel | undefined {
  const { run, goal } = useCompare();
  return useMemo(() => (run ? readModel(run, goal) : undefined), [run, goal]);
}
