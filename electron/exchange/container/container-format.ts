import { contentOf } from '../../engine/arrays/array-or-bytes.js';
import type { ArrayFormat } from '../dataset.js';
import { listOnly, requireNoName } from '../single-array.js';
import { openContainerDataset } from './read-container.js';
import { createContainerWriter } from './write-container.js';

/** Bloscpack containers with the metadata of an array. */
export const CONTAINER_FORMAT: ArrayFormat = {
  id: 'bloscpack',
  label: 'Bloscpack',
  endings: ['.blp'],
  recognises: async ({ head }) => contentOf(head) === 'container',
  list: (path, options) => listOnly(CONTAINER_FORMAT, path, options),
  async open(path, name, options) {
    requireNoName(CONTAINER_FORMAT, path, name);
    return openContainerDataset(path, options);
  },
  create: createContainerWriter,
};
