import { expect, it } from 'vitest';
import { choiceOf, confirmText, typedEntry, viewOf } from '../../../../renderer/app/files/file-browser-model.js';
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

const sized = (name: string, isFolder: boolean, sizeBytes = 0, modifiedMs = 0) => ({
  id: name,
  name,
  isFolder,
  sizeBytes,
  modifiedMs,
});
const mixed: FolderListing = {
  id: 'f',
  name: 'f',
  trail: [],
  leftOut: 0,
  entries: [sized('sub', true, 0, 1), sized('a.npy', false, 5, 9), sized('B.npy', false, 7, 3)],
};
const namesOf = (listing: FolderListing) => listing.entries.map(({ name }) => name);

it('lists the entries whose names contain the text, folders first in every order', () => {
  expect(namesOf(viewOf(mixed, { text: 'b', order: 'name' }))).toEqual(['sub', 'B.npy']);
  expect(namesOf(viewOf(mixed, { text: '', order: 'largest' }))).toEqual(['sub', 'B.npy', 'a.npy']);
  expect(namesOf(viewOf(mixed, { text: '', order: 'newest' }))).toEqual(['sub', 'a.npy', 'B.npy']);
});

it('goes to the next entry that begins with the typed letters', () => {
  expect(typedEntry(mixed.entries, 'b', 0)?.name).toBe('B.npy');
  expect(typedEntry(mixed.entries, 's', 0)?.name).toBe('sub');
  expect(typedEntry(mixed.entries, 'a.', 1)?.name).toBe('a.npy');
  expect(typedEntry(mixed.entries, 'x', 1)).toBeUndefined();
});
