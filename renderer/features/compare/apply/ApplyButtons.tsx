import { useState } from 'react';
import type { Setting } from '../../../../shared/compare/setting.js';
import type { Pins } from '../../../app/comparison/pins.js';
import { SegmentedControl } from '../../../ui/SegmentedControl.js';
import type { ReadModel } from '../model/read-model.js';
import styles from '../read/read.module.css';
import { CopyButtons } from './CopyButtons.js';
import { MeasuredUse } from './MeasuredUse.js';
import { OtherUses } from './OtherUses.js';

interface Props {
  readonly model: ReadModel;
  readonly pins: Pins;
}

/** Buttons that apply the advised setting, or a pinned one, to what the run measured. Nothing is applied automatically. */
export function ApplyButtons({ model, pins }: Props) {
  const { run } = model;
  const { choices, chosen, choose } = useChosenSetting(model, pins);
  if (!chosen) return null;
  const { setting, isAdvised } = chosen;
  return (
    <div className={styles.apply}>
      {choices.length > 1 && (
        <SegmentedControl
          label="Setting to apply"
          size="small"
          value={chosen.value}
          onChange={choose}
          segments={choices.map(({ value, label }) => ({ value, label }))}
        />
      )}
      <MeasuredUse
        model={model}
        setting={setting}
        kind={isAdvised && model.advice.kind === 'use' ? 'primary' : 'plain'}
      />
      <OtherUses model={model} setting={setting} />
      <CopyButtons run={run} setting={setting} />
    </div>
  );
}

type Choice = 'advised' | 'a' | 'b';

/** The advised setting and the pinned ones; plain copies are not among them. */
function useChosenSetting({ advice, byKey }: ReadModel, { a, b }: Pins) {
  const [wanted, choose] = useState<Choice>('advised');
  const best = advice.kind === 'use' ? advice.best.result : advice.kind === 'store' ? advice.best : undefined;
  const pinned = (key: string | undefined): Setting | undefined => byKey.get(key ?? '')?.result.setting;
  const all = [
    { value: 'advised', label: 'Advised', setting: best?.setting, isAdvised: true },
    { value: 'a', label: 'A', setting: pinned(a), isAdvised: false },
    { value: 'b', label: 'B', setting: pinned(b), isAdvised: false },
  ] as const;
  const choices = all.flatMap(({ setting, ...choice }) =>
    setting && setting.codec !== 'copy' ? [{ ...choice, setting }] : [],
  );
  return { choices, choose, chosen: choices.find(({ value }) => value === wanted) ?? choices[0] };
}
