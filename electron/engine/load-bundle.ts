import { createRequire } from 'node:module';
import { join } from 'node:path';

/**
 * The exports of another bundle, which lies beside this one: for what only some commands need, and would let every other one start later.
 * The caller knows their type, which is that of the bundle's entry in build/bundles.mjs.
 */
export function loadBundle(file: string): unknown {
  return createRequire(__filename)(join(__dirname, file));
}
