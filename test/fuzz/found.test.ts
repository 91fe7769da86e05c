import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decompress, validateChunk } from '../../native/index.js';
import { NativeError } from '../../native/native-error.js';
import { checkContainer } from './containers/check.js';
import { checkEdit } from './containers/edits.js';
import { parsers } from './parsers/group.js';

/** Inputs that fuzzing found; each file is named after the bug. */
function found(kind: string): readonly { readonly name: string; readonly bytes: Uint8Array }[] {
  const folder = join(import.meta.dirname, 'found', kind);
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names.map((name) => ({ name, bytes: readFileSync(join(folder, name)) }));
}

/** Kinds of edits that `checkEdit` uses in turn. */
const EDITS = [0, 1, 2, 3, 4];
/** Bytes before the chunk in inputs of the native fuzzer. */
const LOOK_BYTES = 8;
const MAX_PLAIN_BYTES = 2 ** 20;

describe('bugs that fuzzing found stay fixed', () => {
  for (const { name, bytes } of found('containers')) {
    it(`container ${name}`, async () => {
      const findings = await checkContainer(bytes);
      for (const turn of EDITS) await checkEdit(bytes, findings, turn);
    });
  }

  for (const { name, bytes } of found('parsers')) {
    it(`parser input ${name}`, () => parsers.check(bytes, 0));
  }

  for (const { name, bytes } of found('native/chunk')) {
    it(`chunk ${name}`, () => {
      const chunk = bytes.subarray(LOOK_BYTES);
      expect(() => decompress(chunk, new Uint8Array(validatedNbytes(chunk)))).toSatisfy(endsWell);
    });
  }
});

function validatedNbytes(chunk: Uint8Array): number {
  return Math.min(validateChunk(chunk).nbytes, MAX_PLAIN_BYTES);
}

function endsWell(work: () => unknown): boolean {
  try {
    work();
    return true;
  } catch (error) {
    return error instanceof NativeError;
  }
}
