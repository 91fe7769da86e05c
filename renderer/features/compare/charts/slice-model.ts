import { type ExtraAxis, SHUFFLE_NAMES, settingWords } from '../../../../shared/compare/setting.js';
import type { ReadModel, ReadRow } from '../model/read-model.js';

/** Rows that differ in nothing but codec, shuffle, level and perhaps one axis more. */
export interface Slice {
  readonly rows: readonly ReadRow[];
  /** What all of them have in common although the run varies it: `chunks of 1 MiB · 8 threads`; empty when nothing. */
  readonly words: string;
}

/**
 * The rows at the usual value of every axis that the run varies but `free`: 1 MiB chunks, automatic blocks, the data's own
 * typesize, most threads; where the run has no such value, the first it has. Plain copies are left out.
 */
export function sliceOf(model: ReadModel, free?: ExtraAxis): Slice {
  const compressing = model.rows.filter(({ isCopy }) => !isCopy);
  const fixed = model.axes.filter((axis) => axis !== free);
  const rows = fixed.reduce((left, axis) => {
    const values = [...new Set(left.map(({ result }) => result.setting[axis]))];
    const value = usualOf(model, axis, values);
    return left.filter(({ result }) => result.setting[axis] === value);
  }, compressing);
  const [first] = rows;
  const all = first ? settingWords(first.result.setting, fixed).split(' · ') : [];
  return { rows, words: all.slice(all.length - fixed.length).join(' · ') };
}

function usualOf({ run }: ReadModel, axis: ExtraAxis, values: readonly number[]): number | undefined {
  if (axis === 'threads') return Math.max(...values);
  const usual = { chunkSizeBytes: 2 ** 20, blocksizeBytes: 0, typesize: run.plan.defaultTypesize }[axis];
  return values.includes(usual) ? usual : values[0];
}

/** A codec at a shuffle and a level, at each value of an axis. */
export interface AxisLine {
  /** `lz4 5 bit`. */
  readonly name: string;
  readonly codec: ReadRow['result']['setting']['codec'];
  readonly shuffle: ReadRow['result']['setting']['shuffle'];
  /** By rising value. */
  readonly points: readonly { readonly value: number; readonly row: ReadRow }[];
}

/** One line for each codec: that of its setting which is best for the goal anywhere on the axis. The best codec first. */
export function linesAlong(rows: readonly ReadRow[], axis: ExtraAxis, most = 6): readonly AxisLine[] {
  const best = new Map<string, ReadRow>();
  for (const row of rows.toSorted(byGoal)) {
    const { codec } = row.result.setting;
    if (!best.has(codec)) best.set(codec, row);
  }
  return [...best.values()].slice(0, most).map(({ result: { setting } }) => {
    const { codec, shuffle, level } = setting;
    const points = rows
      .filter(({ result: { setting: own } }) => own.codec === codec && own.shuffle === shuffle && own.level === level)
      .map((row) => ({ value: row.result.setting[axis], row }))
      .toSorted((a, b) => a.value - b.value);
    return { name: `${codec} ${level} ${shuffle}`, codec, shuffle, points };
  });
}

/** Values of an axis that rows have, rising. */
export function valuesOf(rows: readonly ReadRow[], axis: ExtraAxis | 'level'): readonly number[] {
  return [...new Set(rows.map(({ result }) => result.setting[axis]))].toSorted((a, b) => a - b);
}

/** Filters that rows have, in the order in which they are listed. */
export function shufflesOf(rows: readonly ReadRow[]): readonly ReadRow['result']['setting']['shuffle'][] {
  return SHUFFLE_NAMES.filter((name) => rows.some(({ result }) => result.setting.shuffle === name));
}

/** Best for the goal first; what the goal does not rank comes last, by time. */
export function byGoal(a: ReadRow, b: ReadRow): number {
  const place = (row: ReadRow) => row.place ?? Number.MAX_SAFE_INTEGER;
  return place(a) - place(b) || a.totalSeconds - b.totalSeconds;
}
