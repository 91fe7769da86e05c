import { describe, expect, it } from 'vitest';
import { FormatError } from '../../../shared/format/errors.js';
import { toFamilyError } from '../../../shared/format/system-error.js';

/** As Node throws it. */
function systemError(facts: { readonly code: string; readonly syscall: string; readonly path?: string }): Error {
  return Object.assign(new Error(`${facts.code}: something, ${facts.syscall}`), facts);
}

describe('a refusal of the system', () => {
  it('says what was tried, on what and why', () => {
    const thrown = systemError({ code: 'EIO', syscall: 'lstat', path: '/data/x.blp' });
    expect(toFamilyError(thrown)).toMatchObject({
      kind: 'io',
      code: 'EIO',
      message: "cannot look at '/data/x.blp': the device reported an input/output error",
      context: { file: '/data/x.blp' },
    });
  });

  it('is told without a path where there is none, and in the words of the system where there are no others', () => {
    const thrown = systemError({ code: 'ESTRANGE', syscall: 'fsync' });
    expect(toFamilyError(thrown)?.message).toBe('cannot flush the file: ESTRANGE: something, fsync');
  });
});

it('leaves errors of the family as they are, and faults of the program to those who report them', () => {
  const error = new FormatError('truncated', 'it ends early');
  expect(toFamilyError(error)).toBe(error);
  for (const fault of [new TypeError('x is not a function'), 'text', undefined, new RangeError('out of range')]) {
    expect(toFamilyError(fault)).toBeUndefined();
  }
});
