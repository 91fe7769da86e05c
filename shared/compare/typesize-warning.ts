import { type Measured, measuredOf, type Run } from './result.js';
import { settingKey } from './setting.js';
import { ratioWords } from './words.js';

/** A gain that is worth a word. */
const LEAST_GAIN = 1.02;

/**
 * What is to be said about the typesize of an advised setting: that another one, measured with all else equal, is better
 * than the data's own; or that shuffling bytes at typesize 1 does nothing.
 */
export function typesizeWarnings(best: Measured, { data, results }: Pick<Run, 'data' | 'results'>): readonly string[] {
  const { setting } = best;
  if (setting.typesize === 1 && setting.shuffle === 'byte') {
    return ['Byte shuffle does nothing at typesize 1: set the typesize to the size of an item.'];
  }
  const alike = measuredOf(results).filter((result) => isAlike(result, best));
  const own = alike.find((result) => result.setting.typesize === data.itemsize);
  const tightest = [...alike, best].toSorted((a, b) => b.ratio - a.ratio)[0] ?? best;
  const reference = own ?? best;
  if (tightest === reference || tightest.ratio < reference.ratio * LEAST_GAIN) return [];
  if (tightest.ratioLow <= reference.ratioHigh && tightest.ratioLow !== tightest.ratioHigh) return [];
  const owner = own ? `the item's own size of ${reference.setting.typesize}` : `${reference.setting.typesize}`;
  return [
    `Typesize ${tightest.setting.typesize} packs these data better than ${owner}: ${ratioWords(tightest.ratio)} instead of ${ratioWords(reference.ratio)}.`,
  ];
}

function isAlike(a: Measured, b: Measured): boolean {
  return settingKey({ ...a.setting, typesize: 1 }) === settingKey({ ...b.setting, typesize: 1 });
}
