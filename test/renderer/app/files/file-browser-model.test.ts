import { expect, it } from 'vitest';
import { choiceOf, confirmText } from '../../../../renderer/app/files/file-browser-model.js';
import type { FolderListing } from '../../../../shared/contract/files.js';

const entry = (id: string, isFolder: boolean) => ({ id, name: id, isFolder, sizeBytes: 0, modifiedMs: 0 });
const listing: FolderListing = {
  id: 'data',
  name: 'data',
  trail: [{ id: 'data', name: 'data' }],
  entries: [entry('out', true), entry('in', true), entry('a.npy', false)],
  leftOut: 0,
};
const roots = { ...listing, id: 'roots' };

it.each([
  ['files', listing, [], [], 'Add'],
  ['files', listing, ['a.npy', 'in'], ['in', 'a.npy'], 'Add 2 items'],
  ['folder', listing, [], ['data'], 'Add this folder'],
  ['folder', listing, ['in', 'out', 'a.npy'], ['out', 'in'], 'Add 2 folders'],
  ['output-folder', listing, ['in', 'out'], ['out'], 'Write to out'],
  ['output-folder', listing, ['a.npy'], ['data'], 'Write to data'],
  ['output-folder', roots, [], [], 'Write here'],
] as const)('for %s, chooses what can be chosen', (what, shown, selected, choice, text) => {
  expect(choiceOf(shown, new Set(selected), what)).toEqual(choice);
  expect(confirmText(shown, choice, what)).toBe(text);
});

it('chooses nothing before the folder is read', () => {
  expect(choiceOf(undefined, new Set(), 'folder')).toEqual([]);
});
