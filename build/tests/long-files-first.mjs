import { relative } from 'node:path';
import { BaseSequencer } from 'vitest/node';
import { root } from '../root.mjs';

/** Files that start programs and browsers: what is left to the end should be short, or processors have nothing to do. */
const LONG = [
  /^test\/electron\/real\//,
  /^test\/e2e\/(inspector|accessibility|compare)/,
  /^test\/(fuzz|faults|kill)\/short/,
  /^test\/corrupt\/memory/,
  /^test\/electron\/engine\/(large|in-place\/container-file)/,
  /^test\/electron\/(cli|remote|exchange)\//,
];

/** As Vitest orders files, but those first that take long on every machine. */
export class LongFilesFirst extends BaseSequencer {
  /**
   * @override
   * @param {import('vitest/node').TestSpecification[]} files
   */
  async sort(files) {
    const rank = (/** @type {import('vitest/node').TestSpecification} */ { moduleId }) => {
      const path = relative(root, moduleId).replaceAll('\\', '/');
      const found = LONG.findIndex((pattern) => pattern.test(path));
      return found < 0 ? LONG.length : found;
    };
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other));
  }
}
