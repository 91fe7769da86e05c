import { measuredOf } from '../../../../shared/compare/result.js';
import { settingKey } from '../../../../shared/compare/setting.js';
import { countWords } from '../../../../shared/compare/words.js';
import { useCompare, useCompareStore } from '../../../app/comparison/use-compare.js';
import { Button } from '../../../ui/Button.js';
import { Chip } from '../../../ui/Chip.js';
import { Tooltip } from '../../../ui/Tooltip.js';
import { toneIcons } from '../../../ui/tone.js';

/** Says that the machine changed its speed during some settings, and measures these again. */
export function DriftChip() {
  const { run } = useCompare();
  const store = useCompareStore();
  const drifted = measuredOf(run?.results ?? []).filter(({ flags }) => flags.includes('drift'));
  if (drifted.length === 0) return null;
  return (
    <>
      <Chip tone="warn" icon={toneIcons.warn}>
        {countWords(drifted.length, 'setting')} drifted
      </Chip>
      <Tooltip text="Heat or other programs: the repeats of these settings rise or fall steadily.">
        <Button size="small" onClick={() => void store.rerun(drifted.map(({ setting }) => settingKey(setting)))}>
          Re-run affected
        </Button>
      </Tooltip>
    </>
  );
}
