import { setMetadataLimit } from '../engine/container/metadata-limit.js';
import { type AddressOpener, setAddressOpener } from '../engine/io/address-opener.js';
import { convertArrays } from './convert/convert.js';
import { diffArrays } from './diff/diff-arrays.js';
import { digestArray } from './digest/digest-array.js';
import { findArrays, formatAt, listArrays, openArray, storeFormatAt } from './find-arrays.js';
import { openableArrays } from './openable-arrays.js';
import { findOutput } from './output-target.js';
import { referenceArray } from './refs/array-reference.js';
import { referenceFile } from './refs/reference-file.js';

/** What a program has decided for the whole process: this bundle has an engine of its own, which does not know it. */
export interface ProcessSettings {
  readonly addresses: AddressOpener | undefined;
  readonly maxMetadataBytes: number;
}

const EXCHANGE = {
  convertArrays,
  diffArrays,
  digestArray,
  findArrays,
  findOutput,
  formatAt,
  listArrays,
  openableArrays,
  openArray,
  referenceArray,
  referenceFile,
  storeFormatAt,
} as const;

/** What works with the formats of arrays. The bundle dist/exchange.cjs; errors are recognised by `isBloscpackError`. */
export function exchangeWith({ addresses, maxMetadataBytes }: ProcessSettings): typeof EXCHANGE {
  if (addresses) setAddressOpener(addresses);
  setMetadataLimit(maxMetadataBytes);
  return EXCHANGE;
}
