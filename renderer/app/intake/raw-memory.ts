import type { FileFacts } from '../../../shared/contract/files.js';
import type { RawImport } from '../../../shared/contract/intake.js';
import type { IntakeRow } from './intake-row.js';
import { flatImport } from './raw-import.js';

/** What the user said of raw files, for others of the same ending in the same folder. */
export class RawMemory {
  readonly #imports = new Map<string, RawImport>();

  remember(facts: FileFacts, raw: RawImport): void {
    this.#imports.set(keyOf(facts), raw);
  }

  forget(facts: FileFacts): void {
    this.#imports.delete(keyOf(facts));
  }

  /** The row, read as the last file of its like was, where its size allows that. */
  applyTo(row: IntakeRow): IntakeRow {
    const like = row.facts.kind === 'raw' ? this.#imports.get(keyOf(row.facts)) : undefined;
    if (!like) return row;
    const flat = flatImport(row.facts.sizeBytes, like, like.skipBytes);
    if (!flat) return row;
    const count = like.shape.reduce((product, length) => product * length, 1);
    const raw = count === flat.shape[0] ? like : { ...flat, order: like.order };
    return { ...row, raw };
  }
}

function keyOf({ folder, name }: FileFacts): string {
  const dot = name.lastIndexOf('.');
  return `${folder}\n${dot < 0 ? '' : name.slice(dot)}`;
}
