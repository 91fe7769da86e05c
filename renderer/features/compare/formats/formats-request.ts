import { commandLine } from '../../../../shared/commands/blpk-command.js';
import type { ContenderFacts, FormatsRequest } from '../../../../shared/contract/compare.js';
import type { FileFacts } from '../../../../shared/contract/files.js';

export const SIZES = ['small', 'mid', 'large'] as const;
export type SizeName = (typeof SIZES)[number];

/** Levels that can be ticked. Formats without levels ignore them. */
export const LEVELS = [1, 3, 5, 7, 9] as const;

/** The values of the plan. */
export interface FormatsChoice {
  readonly data: 'datasets' | 'file';
  readonly file?: FileFacts;
  readonly names: readonly string[];
  readonly sizes: readonly SizeName[];
  /** Ids of excluded formats. Formats that are added later are included. */
  readonly without: readonly string[];
  /** Empty: all levels of each format. */
  readonly levels: readonly number[];
  readonly repeats: number;
}

export const FIRST_CHOICE: FormatsChoice = {
  data: 'datasets',
  names: ['neuronal'],
  sizes: ['mid'],
  without: [],
  levels: [5],
  repeats: 5,
};

/** Formats that can be measured here and are not excluded. */
export function chosenFormats(choice: FormatsChoice, contenders: readonly ContenderFacts[]) {
  return contenders.filter(({ id, unavailable }) => unavailable === undefined && !choice.without.includes(id));
}

/** Number of files to write, which is the number of rows of the result. */
export function countEntries(choice: FormatsChoice, contenders: readonly ContenderFacts[]): number {
  const chosen = chosenFormats(choice, contenders);
  const perData = chosen.reduce((total, { levels }) => {
    return total + (choice.levels.length === 0 || levels.length < 2 ? levels.length : choice.levels.length);
  }, 0);
  return perData * (choice.data === 'file' ? 1 : choice.names.length * choice.sizes.length);
}

/** The request, or a sentence that says what is missing. */
export function formatsRequestOf(
  choice: FormatsChoice,
  contenders: readonly ContenderFacts[],
): { readonly kind: 'ready'; readonly request: FormatsRequest } | { readonly kind: 'missing'; readonly what: string } {
  const { data, file, names, sizes, levels, repeats } = choice;
  const chosen = chosenFormats(choice, contenders);
  if (data === 'file' && !file) return { kind: 'missing', what: 'Choose a .npy file.' };
  if (data === 'file' && file?.kind !== 'npy') {
    return { kind: 'missing', what: `Formats store arrays: ${file?.name} is no .npy file.` };
  }
  if (data === 'datasets' && names.length === 0) return { kind: 'missing', what: 'Tick a data set.' };
  if (data === 'datasets' && sizes.length === 0) return { kind: 'missing', what: 'Tick a size.' };
  if (chosen.length === 0) return { kind: 'missing', what: 'Tick a format.' };
  const source: FormatsRequest['source'] =
    data === 'file' && file
      ? { kind: 'file', id: file.id }
      : { kind: 'datasets', names: [...names], sizes: [...sizes] };
  return { kind: 'ready', request: { source, contenders: chosen.map(({ id }) => id), levels: [...levels], repeats } };
}

/** The same as a `blpk` command; a file is named without its folder. */
export function blpkCommand(choice: FormatsChoice, contenders: readonly ContenderFacts[]): string {
  const { data, file, names, sizes, without, levels, repeats } = choice;
  const subject =
    data === 'file' ? [file?.name ?? 'array.npy'] : ['--dataset', names.join(','), '--sizes', sizes.join(',')];
  const chosen = chosenFormats(choice, contenders).map(({ id }) => id);
  return commandLine([
    'bench-formats',
    ...subject,
    ...(without.length > 0 ? ['--contenders', chosen.join(',')] : []),
    ...(levels.length > 0 ? ['--levels', levels.join(',')] : []),
    '--repeats',
    String(repeats),
  ]);
}

/** A list with a member added or removed, in the order of `all`. */
export function toggled<T>(all: readonly T[], chosen: readonly T[], one: T, isIn: boolean): readonly T[] {
  return all.filter((each) => (each === one ? isIn : chosen.includes(each)));
}
