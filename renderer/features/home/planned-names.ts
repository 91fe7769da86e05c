import { createContext, useContext } from 'react';
import type { FileId } from '../../../shared/contract/files.js';

/** What the files of the card become, by their ids; empty before it is planned. */
export const PlannedNamesContext = createContext<ReadonlyMap<FileId, readonly string[]>>(new Map());

const none: readonly string[] = [];

/** The outputs of one file, in order. */
export function usePlannedNames(id: FileId): readonly string[] {
  return useContext(PlannedNamesContext).get(id) ?? none;
}
