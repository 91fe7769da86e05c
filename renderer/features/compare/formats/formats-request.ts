import { commandLine } from '../../../../shared/commands/blpk-command.js';
import type { ContenderFacts, FormatsRequest } from '../../../../shared/contract/compare.js';
import type { FileFacts } from '../../../../shared/contract/files.js';

export const SIZES = ['small', 'mid', 'large'] as const;
export type SizeName = (typeof SIZES)[number];

/** Levels that can be ticked; contenders without levels know none of them. */
export const LEVELS = [1, 3, 5, 7, 9] as const;

/** What the page asks for, as the user left it. */
export interface FormatsChoice {
  readonly data: 'datasets' | 'file';
  readonly file?: FileFacts;
  readonly names: readonly string[];
  readonly sizes: readonly SizeName[];
  /** Left out, by their ids: so that contenders that come later take part. */
  readonly without: readonly string[];
  /** None: each contender's own. */
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

/** Contenders that can be measured here and take part. */
export function chosenContenders(choice: FormatsChoice, contenders: readonly ContenderFacts[]) {
  return contenders.filter(({ id, unavailable }) => unavailable === undefined && !choice.without.includes(id));
}

/** Files to write for it, as many as there are rows in the end. */
export function countEntries(choice: FormatsChoice, contenders: readonly ContenderFacts[]): number {
  const chosen = chosenContenders(choice, contenders);
  const perData = chosen.reduce((total, { levels }) => {
    return total + (choice.levels.length === 0 || levels.length < 2 ? levels.length : choice.levels.length);
  }, 0);
  return perData * (choice.data === 'file' ? 1 : choice.names.length * choice.sizes.length);
}

/** The request, or in a sentence what is missing. */
export function formatsRequestOf(
  choice: FormatsChoice,
  contenders: readonly ContenderFacts[],
): { readonly kind: 'ready'; readonly request: FormatsRequest } | { readonly kind: 'missing'; readonly what: string } {
  const { data, file, names, sizes, levels, repeats } = choice;
  const chosen = chosenContenders(choice, contenders);
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

/** The same on the command line; a file goes by its name. */
export function blpkCommand(choice: FormatsChoice, contenders: readonly ContenderFacts[]): string {
  const { data, file, names, sizes, without, levels, repeats } = choice;
  const subject =
    data === 'file' ? [file?.name ?? 'array.npy'] : ['--dataset', names.join(','), '--sizes', sizes.join(',')];
  const chosen = chosenContenders(choice, contenders).map(({ id }) => id);
  return commandLine([
    'bench-formats',
    ...subject,
    ...(without.length > 0 ? ['--contenders', chosen.join(',')] : []),
    ...(levels.length > 0 ? ['--levels', levels.join(',')] : []),
    '--repeats',
    String(repeats),
  ]);
}

/** A list with a member added or taken away; the order of `all` is kept. */
export function toggled<T>(all: readonly T[], chosen: readonly T[], one: T, isIn: boolean): readonly T[] {
  return all.filter((each) => (each === one ? isIn : chosen.includes(each)));
}
