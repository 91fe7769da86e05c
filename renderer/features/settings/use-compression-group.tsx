import { Box } from 'lucide-react';
import { type CompressOptions, compressOptions } from '../../../shared/contract/intake.js';
import type { Settings } from '../../../shared/contract/settings.js';
import { PresetMenu } from '../../app/presets/PresetMenu.js';
import { withDefaultPresets } from '../../app/presets/presets.js';
import { useSettings } from '../../app/settings-context.js';
import { useCall } from '../../data/use-query.js';
import { SegmentedControl } from '../../ui/SegmentedControl.js';
import { Select } from '../../ui/Select.js';
import { largestChunk, minChunk, SizeField } from '../../ui/SizeField.js';
import { Slider } from '../../ui/Slider.js';
import { Switch } from '../../ui/Switch.js';
import { differingOptions, presetOptions, withEditedOptions, withoutTypesize } from './model.js';
import type { OptionGroup, OptionRowFacts } from './option-group.js';

const { codec: codecNames, checksum: checksumNames } = compressOptions.shape;
const typesizes = ['from', '1', '2', '4', '8', '16'] as const;

interface Editing {
  readonly options: CompressOptions;
  readonly edit: (changes: Partial<CompressOptions>) => void;
}

/** The default preset and its values, with those of the reference. */
export function useCompressionGroup(): OptionGroup {
  const { settings, change } = useSettings();
  const { value: info } = useCall('app.info');
  const editing: Editing = {
    options: presetOptions(settings),
    edit: (changes) => change(withEditedOptions(settings, changes)),
  };
  const available = info ? Object.keys(info.codecs) : [];
  return {
    id: 'compression',
    title: 'Compression defaults',
    icon: Box,
    hint: 'Changes apply immediately, to new jobs only.',
    defaultHead: "Bloscpack's default",
    changedHead: 'differs from Bloscpack',
    reset: () => change(withDefaultPresets(settings)),
    rows: [
      presetRow(settings, change),
      codecRow(editing, available),
      levelRow(editing),
      filterRow(editing),
      typesizeRow(editing, () => change(withoutTypesize(settings))),
      chunkSizeRow(editing),
      checksumRow(editing),
      offsetsRow(editing),
      appendableRow(editing),
    ],
  };
}

function differs({ options }: Editing, name: keyof CompressOptions): boolean {
  return differingOptions(options).includes(name);
}

function presetRow(settings: Settings, change: (changes: Partial<Settings>) => void): OptionRowFacts {
  const { presets, defaultPreset } = settings;
  return {
    label: 'Preset',
    description: 'A named set of the values below. Editing any of them makes it Custom.',
    changed: false,
    control: (
      <>
        <Select
          value={defaultPreset}
          options={presets.map(({ name }) => ({ value: name, label: name }))}
          onChange={(name) => change({ defaultPreset: name })}
        />
        <PresetMenu
          preset={defaultPreset}
          options={presetOptions(settings)}
          onSaved={(name) => change({ defaultPreset: name })}
        />
      </>
    ),
  };
}

function codecRow(editing: Editing, available: readonly string[]): OptionRowFacts {
  return {
    label: 'Codec',
    description: 'lz4 is fast in both directions; zstd gives smaller files and is slower to write.',
    defaultText: 'blosclz',
    changed: differs(editing, 'codec'),
    control: (
      <Select
        value={editing.options.codec}
        options={codecNames.options.map((value) => ({
          value,
          label: value,
          swatch: `var(--codec-${value})`,
          disabled: available.length > 0 && !available.includes(value),
        }))}
        onChange={(codec) => editing.edit({ codec })}
      />
    ),
  };
}

function levelRow(editing: Editing): OptionRowFacts {
  return {
    label: 'Level',
    description: 'Higher levels give smaller files and are slower. The file does not store the level.',
    defaultText: '7',
    changed: differs(editing, 'clevel'),
    control: <Slider value={editing.options.clevel} min={0} max={9} onChange={(clevel) => editing.edit({ clevel })} />,
  };
}

function filterRow(editing: Editing): OptionRowFacts {
  return {
    label: 'Filter',
    description: 'Byte shuffle suits most numbers; bit shuffle suits numbers with few significant bits.',
    defaultText: 'Byte shuffle',
    changed: differs(editing, 'shuffle'),
    control: (
      <SegmentedControl
        label="Filter"
        value={editing.options.shuffle}
        onChange={(shuffle) => editing.edit({ shuffle })}
        segments={[
          { value: 'none', label: 'None' },
          { value: 'byte', label: 'Byte shuffle' },
          { value: 'bit', label: 'Bit shuffle' },
        ]}
      />
    ),
  };
}

function typesizeRow(editing: Editing, followDtype: () => void): OptionRowFacts {
  const own = editing.options.typesize;
  const values =
    own === undefined || typesizes.some((value) => value === `${own}`) ? typesizes : [...typesizes, `${own}`];
  return {
    label: 'Typesize',
    description: 'The item size from the dtype. Raw files are probed with 1, 2, 4 and 8.',
    defaultText: '8',
    changed: differs(editing, 'typesize'),
    control: (
      <Select
        value={own === undefined ? 'from' : `${own}`}
        options={values.map((value) => ({ value, label: value === 'from' ? 'From the dtype' : value }))}
        onChange={(value) => (value === 'from' ? followDtype() : editing.edit({ typesize: Number(value) }))}
      />
    ),
  };
}

function chunkSizeRow(editing: Editing): OptionRowFacts {
  return {
    label: 'Chunk size',
    description: '1M, 128K or 1 MiB. Larger chunks compress better, smaller ones give faster access to parts.',
    defaultText: '1M',
    changed: differs(editing, 'chunkSizeBytes'),
    control: (
      <SizeField
        sizeBytes={editing.options.chunkSizeBytes}
        minBytes={minChunk}
        maxBytes={largestChunk}
        onChange={(chunkSizeBytes) => editing.edit({ chunkSizeBytes })}
      />
    ),
  };
}

function checksumRow(editing: Editing): OptionRowFacts {
  return {
    label: 'Checksum',
    description: 'Stored after every chunk. adler32 costs 4 bytes a chunk, sha256 costs 32.',
    defaultText: 'adler32',
    changed: differs(editing, 'checksum'),
    control: (
      <Select
        value={editing.options.checksum}
        options={checksumNames.options.map((value) => ({ value, label: value === 'None' ? 'none' : value }))}
        onChange={(checksum) => editing.edit({ checksum })}
      />
    ),
  };
}

function offsetsRow(editing: Editing): OptionRowFacts {
  return {
    label: 'Offsets',
    description: 'A table of chunk positions. Without it, random access has to read all chunk headers before.',
    defaultText: 'on',
    changed: differs(editing, 'offsets'),
    control: <Switch checked={editing.options.offsets} onChange={(offsets) => editing.edit({ offsets })} />,
  };
}

function appendableRow(editing: Editing): OptionRowFacts {
  const { offsets, appendable } = editing.options;
  return {
    label: 'Room for appending',
    description: 'Ten free offsets for each chunk, 80 bytes a chunk. Without them, an append rewrites the file.',
    defaultText: 'on',
    changed: differs(editing, 'appendable'),
    control: (
      <Switch
        checked={offsets && appendable !== false}
        disabled={!offsets}
        onChange={(chosen) => editing.edit({ appendable: chosen })}
      />
    ),
  };
}
