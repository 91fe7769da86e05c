import { Bell, Gauge, Hash, SquareArrowOutUpRight, Sun } from 'lucide-react';
import { type CheckAfter, checkAfter } from '../../../shared/contract/intake.js';
import { defaultSettings, type Settings } from '../../../shared/contract/settings.js';
import { templateHint, templateProblem } from '../../app/intake/name-template.js';
import { useSettings } from '../../app/settings-context.js';
import { useClient } from '../../data/client-context.js';
import { NumberField } from '../../ui/NumberField.js';
import { ParsedField } from '../../ui/ParsedField.js';
import { SegmentedControl } from '../../ui/SegmentedControl.js';
import { Select } from '../../ui/Select.js';
import { Switch } from '../../ui/Switch.js';
import { defaultsOf } from './model.js';
import type { OptionGroup } from './option-group.js';

type Change = (changes: Partial<Settings>) => void;

/** Theme and units. */
export function useDisplayGroups(): readonly OptionGroup[] {
  const { settings, change } = useSettings();
  return [appearanceGroup(settings, change), unitsGroup(settings, change)];
}

/** Outputs, performance and notifications. */
export function useJobGroups(): readonly OptionGroup[] {
  const { settings, change } = useSettings();
  const isWeb = useClient().downloadUrl('') !== undefined;
  return [
    outputGroup(settings, change),
    performanceGroup(settings, change),
    notificationsGroup(settings, change, isWeb),
  ];
}

function appearanceGroup({ theme }: Settings, change: Change): OptionGroup {
  return {
    id: 'appearance',
    title: 'Appearance',
    icon: Sun,
    reset: () => change(defaultsOf(['theme'])),
    rows: [
      {
        label: 'Theme',
        description: 'System follows the light, dark and contrast settings of this machine.',
        defaultText: 'system',
        changed: theme !== defaultSettings.theme,
        control: (
          <SegmentedControl
            label="Theme"
            stretch
            value={theme}
            onChange={(chosen) => change({ theme: chosen })}
            segments={[
              { value: 'system', label: 'System' },
              { value: 'light', label: 'Light' },
              { value: 'dark', label: 'Dark' },
              { value: 'contrast', label: 'Contrast' },
            ]}
          />
        ),
      },
    ],
  };
}

function unitsGroup({ units }: Settings, change: Change): OptionGroup {
  return {
    id: 'units',
    title: 'Numbers and units',
    icon: Hash,
    reset: () => change(defaultsOf(['units'])),
    rows: [
      {
        label: 'Sizes and speeds',
        description: '1 MiB is 1,048,576 bytes, 1 MB is 1,000,000 bytes.',
        defaultText: 'binary',
        changed: units !== defaultSettings.units,
        control: (
          <SegmentedControl
            label="Sizes and speeds"
            value={units}
            onChange={(chosen) => change({ units: chosen })}
            segments={[
              { value: 'iec', label: 'Binary, MiB' },
              { value: 'si', label: 'Decimal, MB' },
            ]}
          />
        ),
      },
    ],
  };
}

const checkLabels = {
  none: 'No check',
  verify: 'Checksums',
  compare: 'Full compare',
} as const satisfies Record<CheckAfter, string>;

function outputGroup(settings: Settings, change: Change): OptionGroup {
  return {
    id: 'output',
    title: 'Output',
    icon: SquareArrowOutUpRight,
    reset: () =>
      change(defaultsOf(['nameTemplate', 'existingOutputs', 'check', 'trashSources', 'runSingleFilesAtOnce'])),
    rows: [
      {
        label: 'Name',
        description: `${templateHint} For example ${settings.nameTemplate.replaceAll('{stem}', 't2m_daily').replaceAll('{ext}', '.npy')}.`,
        defaultText: defaultSettings.nameTemplate,
        changed: settings.nameTemplate !== defaultSettings.nameTemplate,
        control: (
          <NameTemplateField value={settings.nameTemplate} onChange={(nameTemplate) => change({ nameTemplate })} />
        ),
      },
      {
        label: 'Outputs that exist already',
        description:
          'Outputs that are not older than their sources are left out in any case. None is replaced unasked.',
        defaultText: 'ask',
        changed: settings.existingOutputs !== defaultSettings.existingOutputs,
        control: (
          <SegmentedControl
            label="Outputs that exist already"
            value={settings.existingOutputs}
            onChange={(existingOutputs) => change({ existingOutputs })}
            segments={[
              { value: 'ask', label: 'Ask' },
              { value: 'skip', label: 'Skip' },
              { value: 'rename', label: 'Rename' },
            ]}
          />
        ),
      },
      {
        label: 'Check after writing',
        description: 'Full compare reads the output and compares every byte with the source.',
        defaultText: 'full compare',
        changed: settings.check !== defaultSettings.check,
        control: (
          <Select
            value={settings.check}
            onChange={(check) => change({ check })}
            options={checkAfter.options.map((value) => ({ value, label: checkLabels[value] }))}
          />
        ),
      },
      {
        label: 'Move sources to the trash',
        description: 'Only after the output has passed its check.',
        defaultText: 'off',
        changed: settings.trashSources,
        control: <Switch checked={settings.trashSources} onChange={(trashSources) => change({ trashSources })} />,
      },
      {
        label: 'Start single files immediately',
        description:
          'A single dropped file starts without a confirmation; a dialog opens only when its output exists already.',
        defaultText: 'off',
        changed: settings.runSingleFilesAtOnce,
        control: (
          <Switch
            checked={settings.runSingleFilesAtOnce}
            onChange={(runSingleFilesAtOnce) => change({ runSingleFilesAtOnce })}
          />
        ),
      },
    ],
  };
}

/** A wrong template is not saved. */
function NameTemplateField({
  value,
  onChange,
}: {
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  return (
    <ParsedField
      mono
      value={value}
      maxLength={200}
      print={String}
      parse={(text) => (templateProblem(text) === undefined ? text : undefined)}
      problem={(text) => templateProblem(text) ?? ''}
      onChange={onChange}
    />
  );
}

function performanceGroup(settings: Settings, change: Change): OptionGroup {
  const { threads, filesAtOnce, keepAwake } = settings;
  return {
    id: 'performance',
    title: 'Performance',
    icon: Gauge,
    reset: () => change(defaultsOf(['threads', 'filesAtOnce', 'keepAwake'])),
    rows: [
      {
        label: 'Threads',
        description: '0 uses all cores. The number does not change the output bytes.',
        defaultText: 'all cores',
        changed: threads !== defaultSettings.threads,
        control: <NumberField value={threads} min={0} max={256} onChange={(chosen) => change({ threads: chosen })} />,
      },
      {
        label: 'Files in parallel',
        description:
          'Each file needs memory for the chunks that are processed. One large file already uses all threads; small files share them.',
        defaultText: '1',
        changed: filesAtOnce !== defaultSettings.filesAtOnce,
        control: (
          <NumberField value={filesAtOnce} min={1} max={16} onChange={(chosen) => change({ filesAtOnce: chosen })} />
        ),
      },
      {
        label: 'Keep the machine awake',
        description: 'While jobs run; the screen may still turn off.',
        defaultText: 'on',
        changed: !keepAwake,
        control: <Switch checked={keepAwake} onChange={(chosen) => change({ keepAwake: chosen })} />,
      },
    ],
  };
}

const whenFinishedLabels = {
  nothing: 'Do nothing',
  notify: 'Notify',
  reveal: 'Show the outputs in their folder',
} as const satisfies Record<Settings['whenFinished'], string>;

/** In a browser there is no file manager to show outputs in. */
function notificationsGroup({ whenFinished, sound }: Settings, change: Change, isWeb: boolean): OptionGroup {
  return {
    id: 'notifications',
    title: 'Notifications',
    icon: Bell,
    reset: () => change(defaultsOf(['whenFinished', 'sound'])),
    rows: [
      {
        label: 'When a batch is finished',
        description: 'One notification for a batch, only when it took longer than 10 s and the window is not in front.',
        defaultText: 'notify',
        changed: whenFinished !== defaultSettings.whenFinished,
        control: (
          <Select
            value={whenFinished}
            onChange={(chosen) => change({ whenFinished: chosen })}
            options={(['nothing', 'notify', 'reveal'] as const).map((value) => ({
              value,
              label: whenFinishedLabels[value],
              disabled: isWeb && value === 'reveal',
            }))}
          />
        ),
      },
      {
        label: 'Sound',
        description: 'With the notification.',
        defaultText: 'off',
        changed: sound,
        control: <Switch checked={sound} onChange={(chosen) => change({ sound: chosen })} />,
      },
    ],
  };
}
