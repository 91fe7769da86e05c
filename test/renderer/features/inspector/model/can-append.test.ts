import { describe, expect, it } from 'vitest';
import { canAppend } from '../../../../../renderer/features/inspector/model/can-append.js';
import type { ArrayFacts, FileFacts } from '../../../../../shared/contract/files.js';
import type { DocumentOverview } from '../../../../../shared/contract/inspect/document.js';

const array: ArrayFacts = { descr: '<f8', dtype: 'float64', shape: [64, 32], order: 'C', itemsize: 8 };
// Only the fields that are read.
const file = { id: 'f-1', name: 'a.blp' };
const container = { container: {}, array, file } as DocumentOverview;
const npy = (changes: Partial<ArrayFacts>) => ({ kind: 'npy', array: { ...array, ...changes } }) as FileFacts;

describe('canAppend', () => {
  it('takes rows of the same dtype, however many', () => {
    expect(canAppend(container, npy({ shape: [1, 32] }))).toBe(true);
    expect(canAppend(container, npy({ shape: [0, 32] }))).toBe(true);
  });

  it.each([
    ['another dtype', { descr: '>f8' }],
    ['rows of another length', { shape: [64, 31] }],
    ['another number of axes', { shape: [64] }],
    ['no axis to grow along', { shape: [] }],
  ] as const)('refuses %s', (_, changes) => {
    expect(canAppend(container, npy(changes))).toBe(false);
  });

  it('refuses a container on a server', () => {
    const remote = { ...container, file: { ...file, address: 'https://example.org/a.blp' } } as DocumentOverview;
    expect(canAppend(remote, npy({ shape: [1, 32] }))).toBe(false);
  });

  it('refuses files that hold no array, and documents that are no container', () => {
    expect(canAppend(container, { kind: 'raw' } as FileFacts)).toBe(false);
    expect(canAppend({ array, file } as DocumentOverview, npy({}))).toBe(false);
  });
});
