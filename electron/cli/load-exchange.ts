import { metadataLimit } from '../engine/container/metadata-limit.js';
import { addressOpenerOfProcess } from '../engine/io/address-opener.js';
import { loadBundle } from '../engine/load-bundle.js';

/**
 * What works with the formats of arrays: a bundle of its own, loaded at the first call, because every command would start later with
 * it.
 */
export function loadExchange(): ReturnType<typeof import('../exchange/exchange-program.js')['exchangeWith']> {
  // dist/exchange.cjs is built from exchange-program.ts, so that it has the same type.
  const program = loadBundle('exchange.cjs') as typeof import('../exchange/exchange-program.js');
  return program.exchangeWith({ addresses: addressOpenerOfProcess(), maxMetadataBytes: metadataLimit().bytes });
}
