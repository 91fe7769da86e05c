import { cellDetails } from './cell-details.js';
import { cellsPage } from './cells-page.js';
import { dataShape } from './data-shape.js';

/** The calls of the Data view. */
export const dataCalls = {
  'inspect.data': dataShape,
  'inspect.cells': cellsPage,
  'inspect.cell': cellDetails,
} as const;
