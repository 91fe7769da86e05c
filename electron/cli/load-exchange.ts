import { createRequire } from 'node:module';
import { join } from 'node:path';
import { metadataLimit } from '../engine/container/metadata-limit.js';
import { addressOpenerOfProcess } from '../engine/io/address-opener.js';

/**
 * What works with the formats of arrays: a bundle of its own, loaded at the first call, because every command would start later with
 * it.
 */
export function loadExchange(): ReturnType<typeof import('../exchange/exchange-program.js')['exchangeWith']> {
  const load = createRequire(__filename);
  // dist/exchange.cjs is built from exchange-program.ts, so that it has the same type.
  const program = load(join(__dirname, 'exchange.cjs')) as typeof import('../exchange/exchange-program.js');
  return program.exchangeWith({ addresses: addressOpenerOfProcess(), maxMetadataBytes: metadataLimit().bytes });
}
