import type { FileFacts } from '../../../shared/contract/files.js';
import type { RawImport } from '../../../shared/contract/intake.js';
import type { IntakeRow } from './intake-row.js';
import { flatImport } from './raw-import.js';

/** Remembers how the user imported raw files, for other files in the same folder with the same extension. */
export class RawMemory {
  readonly #imports = new Map<string, RawImport>();

  remember(facts: FileFacts, raw: RawImport): void {
    this.#imports.set(keyOf(facts), raw);
  }

  forget(facts: FileFacts): void {
    this.#imports.delete(keyOf(facts));
  }

  /** The row with the import of the last similar file, where its size fits. */
  applyTo(row: IntakeRow): IntakeRow {
    const last = row.facts.kind === 'raw' ? this.#imports.get(keyOf(row.facts)) : undefined;
    if (!last) return row;
    const flat = flatImport(row.facts.sizeBytes, last, last.skipBytes);
    if (!flat) return row;
    const count = last.shape.reduce((product, length) => product * length, 1);
    const raw = count === flat.shape[0] ? last : { ...flat, order: last.order };
    return { ...row, raw };
  }
}

function keyOf({ folder, name }: FileFacts): string {
  const dot = name.lastIndexOf('.');
  return `${folder}\n${dot < 0 ? '' : name.slice(dot)}`;
}
