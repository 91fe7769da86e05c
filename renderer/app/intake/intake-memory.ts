import type { FileId } from '../../../shared/contract/files.js';
import type { IntakeEdits } from './intake-options.js';
import type { IntakeRow } from './intake-row.js';

const storageKey = 'bloscpack-intake';
/** Longer lists would fill the storage of the tab. */
const maxRows = 10_000;

export type TabStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

type RowChoices = Pick<IntakeRow, 'id' | 'action' | 'members' | 'raw'>;

/** What the user has put into the intake card, without the facts of the files, which are read again. */
export interface SavedIntake {
  readonly rows: readonly RowChoices[];
  readonly edits: IntakeEdits;
}

/** Saves the card for a reload of the tab; nothing when it is empty or very long. */
export function saveIntake(storage: TabStorage, rows: readonly IntakeRow[], edits: IntakeEdits): void {
  if (rows.length === 0 || rows.length > maxRows) {
    storage.removeItem(storageKey);
    return;
  }
  const choices = rows.map(({ id, action, members, raw }) => ({
    id,
    action,
    ...(members && { members }),
    ...(raw && { raw }),
  }));
  storage.setItem(storageKey, JSON.stringify({ rows: choices, edits } satisfies SavedIntake));
}

/** The card from before a reload of the tab. */
export function savedIntake(storage: TabStorage): SavedIntake | undefined {
  const text = storage.getItem(storageKey);
  // Written by `saveIntake` of this tab.
  return text === null ? undefined : (JSON.parse(text) as SavedIntake);
}

/** The choices for a file that was in the card. */
export function choicesOf({ rows }: SavedIntake, id: FileId): Partial<RowChoices> {
  return rows.find((row) => row.id === id) ?? {};
}
