import type { MeasuredCodec } from '../../../../shared/compare/setting.js';
import { type ExtraAxis, type Setting, settingKey } from '../../../../shared/compare/setting.js';
import type { ReadModel, ReadRow } from '../model/read-model.js';

/** Settings that differ in one axis only, in ascending order of its value. */
export interface AxisLine {
  readonly key: string;
  readonly name: string;
  readonly codec: MeasuredCodec;
  readonly rows: readonly ReadRow[];
}

/** The lines along an axis: of each codec the one with the best ratio, the best first. */
export function axisLines({ rows }: ReadModel, axis: ExtraAxis): readonly AxisLine[] {
  const groups = new Map<string, ReadRow[]>();
  for (const row of rows.filter(({ isCopy }) => !isCopy)) {
    const key = keyWithout(row.result.setting, axis);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const lines = [...groups].flatMap(([key, members]): readonly AxisLine[] => {
    const [first] = members;
    if (!first || members.length < 2) return [];
    const { codec, level, shuffle } = first.result.setting;
    const sorted = members.toSorted((a, b) => a.result.setting[axis] - b.result.setting[axis]);
    return [{ key, name: `${codec} ${level} ${shuffle}`, codec, rows: sorted }];
  });
  const best = ({ rows: own }: AxisLine) => Math.max(...own.map(({ result }) => result.ratio));
  const byCodec = new Map<MeasuredCodec, AxisLine>();
  for (const line of lines.toSorted((a, b) => best(a) - best(b))) byCodec.set(line.codec, line);
  return [...byCodec.values()].toSorted((a, b) => best(b) - best(a));
}

function keyWithout(setting: Setting, axis: ExtraAxis): string {
  return settingKey({ ...setting, [axis]: 1 });
}
