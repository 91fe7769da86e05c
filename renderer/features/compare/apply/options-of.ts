import type { Setting } from '../../../../shared/compare/setting.js';
import type { FileFacts } from '../../../../shared/contract/files.js';
import type { BatchRequest, CompressOptions } from '../../../../shared/contract/intake.js';
import type { Settings } from '../../../../shared/contract/settings.js';

/** A measured setting as options of a batch. Checksum and offsets, which are not measured, come from the default preset. */
export function optionsOf(setting: Setting, settings: Settings): CompressOptions | undefined {
  const { codec, level, shuffle, typesize, chunkSizeBytes, blocksizeBytes } = setting;
  if (codec === 'copy') return undefined;
  const preset = settings.presets.find(({ name }) => name === settings.defaultPreset) ?? settings.presets[0];
  const { checksum = 'adler32', offsets = true } = preset?.options ?? {};
  return { codec, clevel: level, shuffle, typesize, chunkSizeBytes, blocksizeBytes, checksum, offsets };
}

/** A batch request for one file: its output is written beside it, named by the template of the settings. */
export function requestFor(file: FileFacts, options: CompressOptions, settings: Settings): BatchRequest {
  return {
    items: [{ id: file.id, action: 'compress' }],
    options,
    place: { kind: 'beside' },
    nameTemplate: settings.nameTemplate,
    check: settings.check,
    trashSources: false,
    // The user has just chosen these options for this file, also where an output of other options exists.
    again: true,
  };
}
