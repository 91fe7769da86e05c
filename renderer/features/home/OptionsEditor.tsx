import { type CompressOptions, compressOptions } from '../../../shared/contract/intake.js';
import { useIntakeOptions, useIntakeStore } from '../../app/intake/use-intake.js';
import { useAppInfo } from '../../data/use-app-info.js';
import { Field } from '../../ui/Field.js';
import { SegmentedControl } from '../../ui/SegmentedControl.js';
import { Select } from '../../ui/Select.js';
import { largestChunk, minChunk, SizeField } from '../../ui/SizeField.js';
import { Slider } from '../../ui/Slider.js';
import { Switch } from '../../ui/Switch.js';
import styles from './intake.module.css';

const { codec: codecNames, checksum: checksumNames } = compressOptions.shape;
const typesizes = ['1', '2', '4', '8', '16'] as const;

/** Every compression option, for this batch only; the presets do not change. */
export function OptionsEditor() {
  const store = useIntakeStore();
  const { options } = useIntakeOptions();
  const codecs = useAppInfo()?.codecs;
  const edit = (changes: Partial<CompressOptions>) => store.edit({ options: { ...options, ...changes } });
  return (
    <div className={styles.editor}>
      <Field label="Codec" hint="lz4 is fast in both directions; zstd gives smaller files and is slower to write.">
        <Select
          value={options.codec}
          onChange={(codec) => edit({ codec })}
          options={codecNames.options.map((value) => ({
            value,
            label: value,
            swatch: `var(--codec-${value})`,
            disabled: codecs !== undefined && !(value in codecs),
          }))}
        />
      </Field>
      <Field label="Level" hint="Higher levels give smaller files and are slower; 0 does not compress.">
        <Slider value={options.clevel} min={0} max={9} onChange={(clevel) => edit({ clevel })} />
      </Field>
      <div>
        <div className={styles.label}>Filter</div>
        <SegmentedControl
          label="Filter"
          value={options.shuffle}
          stretch
          onChange={(shuffle) => edit({ shuffle })}
          segments={[
            { value: 'none', label: 'None' },
            { value: 'byte', label: 'Byte shuffle' },
            { value: 'bit', label: 'Bit shuffle' },
          ]}
        />
      </div>
      <TypesizeField />
      <Field label="Chunk size" hint="Larger chunks compress better, smaller ones give faster access to parts.">
        <SizeField
          sizeBytes={options.chunkSizeBytes}
          minBytes={minChunk}
          maxBytes={largestChunk}
          onChange={(chunkSizeBytes) => edit({ chunkSizeBytes })}
        />
      </Field>
      <Field label="Checksum after every chunk">
        <Select
          value={options.checksum}
          onChange={(checksum) => edit({ checksum })}
          options={checksumNames.options.map((value) => ({ value, label: value === 'None' ? 'none' : value }))}
        />
      </Field>
      <Switch checked={options.offsets} onChange={(offsets) => edit({ offsets })}>
        Offsets, for random access
      </Switch>
      <Switch
        checked={options.offsets && options.appendable !== false}
        disabled={!options.offsets}
        onChange={(appendable) => edit({ appendable })}
      >
        Room for appending
      </Switch>
    </div>
  );
}

function TypesizeField() {
  const store = useIntakeStore();
  const { options } = useIntakeOptions();
  const { typesize, ...rest } = options;
  const own = typesize === undefined ? undefined : `${typesize}`;
  const values = own === undefined || typesizes.some((value) => value === own) ? typesizes : [...typesizes, own];
  const hint =
    options.shuffle !== 'none' && typesize === 1
      ? 'With items of one byte there is nothing to shuffle.'
      : 'Raw files get the best typesize of their probe.';
  return (
    <Field label="Typesize" hint={hint}>
      <Select
        value={own ?? 'from'}
        onChange={(value) => store.edit({ options: value === 'from' ? rest : { ...rest, typesize: Number(value) } })}
        options={[{ value: 'from', label: 'From the dtype' }, ...values.map((value) => ({ value, label: value }))]}
      />
    </Field>
  );
}
