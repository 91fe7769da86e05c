import type { BatchRequest, CheckAfter, CompressOptions } from '../../../shared/contract/intake.js';
import { defaultSettings, type Preset, type Settings } from '../../../shared/contract/settings.js';

/** The options of the batch. */
export interface IntakeOptions {
  /** Undefined when the options equal no preset. */
  readonly preset?: string;
  readonly options: CompressOptions;
  /** Where outputs are written. */
  readonly place: BatchRequest['place'];
  readonly nameTemplate: string;
  /** For the names of decompressed files. */
  readonly plainTemplate: string;
  readonly check: CheckAfter;
  readonly trashSources: boolean;
  /** Write outputs again that exist and are not older than their sources. */
  readonly again: boolean;
}

/** What the user has changed in the card. The rest follows the settings, also when they change later. */
export type IntakeEdits = Partial<Omit<IntakeOptions, 'preset'>>;

/** The edits of the card, and the settings for the rest. */
export function effectiveOptions(settings: Settings, edits: IntakeEdits): IntakeOptions {
  const options = edits.options ?? defaultOptions(settings);
  const preset = settings.presets.find((candidate) => sameOptions(candidate.options, options))?.name;
  return {
    ...(preset !== undefined && { preset }),
    options,
    place: edits.place ?? { kind: 'beside' },
    nameTemplate: edits.nameTemplate ?? settings.nameTemplate,
    plainTemplate: edits.plainTemplate ?? '{stem}{ext}',
    check: edits.check ?? settings.check,
    trashSources: edits.trashSources ?? settings.trashSources,
    again: edits.again ?? false,
  };
}

function defaultOptions({ presets, defaultPreset }: Settings): CompressOptions {
  const known: readonly Preset[] = [...presets, ...defaultSettings.presets];
  const chosen = presets.find(({ name }) => name === defaultPreset) ?? known[0];
  if (!chosen) throw new Error('the default settings have no presets');
  return chosen.options;
}

/** Whether two sets of options compress alike. */
export function sameOptions(one: CompressOptions, other: CompressOptions): boolean {
  // Both have only keys of the schema, but each may lack optional ones.
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]) as Set<keyof CompressOptions>;
  return [...keys].every((key) => optionOf(one, key) === optionOf(other, key));
}

/** `appendable` is true where it is absent. */
function optionOf(options: CompressOptions, key: keyof CompressOptions): CompressOptions[keyof CompressOptions] {
  return key === 'appendable' ? (options.appendable ?? true) : options[key];
}
