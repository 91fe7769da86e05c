import { contentOf } from '../../engine/arrays/array-or-bytes.js';
import { readingBy, singleArrayFile } from '../array-file.js';
import type { ArrayFormat } from '../dataset.js';
import { openContainerDataset } from './read-container.js';
import { CONTAINER_CHUNK_RULES, createContainerWriter } from './write-container.js';

/** Bloscpack containers with the metadata of an array. */
export const CONTAINER_FORMAT: ArrayFormat = {
  id: 'bloscpack',
  label: 'Bloscpack',
  endings: ['.blp'],
  recognises: async ({ head }) => contentOf(head) === 'container',
  ...readingBy(async (path) => singleArrayFile('Bloscpack', path, (options) => openContainerDataset(path, options))),
  create: createContainerWriter,
  chunkRules: CONTAINER_CHUNK_RULES,
};
