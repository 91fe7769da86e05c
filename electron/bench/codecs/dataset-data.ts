import { arrayMetadata } from '../../../shared/format/numpy/array-metadata.js';
import { dataSetArray, dataSetByName } from '../datasets/data-sets.js';
import { type CompareData, memoryData } from './data.js';

/** A built-in data set of about `sizeBytes`, generated in memory. Throws ArgumentError for an unknown name. */
export function dataSetData(name: string, sizeBytes: number): CompareData {
  const dataSet = dataSetByName(name);
  const { bytes, ...spec } = dataSetArray(dataSet, sizeBytes);
  const metadata = { ...arrayMetadata(spec) };
  return memoryData(bytes, {
    name,
    source: { kind: 'dataset' },
    dtype: dataSet.dtype,
    itemsize: spec.dtype.itemsize,
    metadata,
  });
}
