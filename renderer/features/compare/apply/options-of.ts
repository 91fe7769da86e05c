import type { Run } from '../../../../shared/compare/result.js';
import type { Setting } from '../../../../shared/compare/setting.js';
import { isOwnTypesize } from '../../../../shared/compare/setting-commands.js';
import type { FileFacts } from '../../../../shared/contract/files.js';
import type { BatchRequest, CompressOptions } from '../../../../shared/contract/intake.js';
import type { Settings } from '../../../../shared/contract/settings.js';

/** A measured setting as options for the measured data. Checksum and offsets, which are not measured, come from the default preset. */
export function optionsOf(setting: Setting, settings: Settings): CompressOptions | undefined {
  const { codec, level, shuffle, typesize, chunkSizeBytes, blocksizeBytes } = setting;
  if (codec === 'copy') return undefined;
  const preset = settings.presets.find(({ name }) => name === settings.defaultPreset) ?? settings.presets[0];
  const { checksum = 'adler32', offsets = true } = preset?.options ?? {};
  return { codec, clevel: level, shuffle, typesize, chunkSizeBytes, blocksizeBytes, checksum, offsets };
}

/** The same for other files: each keeps the typesize of its own items, unless that of the measured data was changed. */
export function optionsForOthers(setting: Setting, run: Run, settings: Settings): CompressOptions | undefined {
  const options = optionsOf(setting, settings);
  if (!options || !isOwnTypesize(setting, run.data)) return options;
  const { typesize: _own, ...rest } = options;
  return rest;
}

/** A batch request for what was measured: its output is written beside the file, named by the template of the settings. */
export function requestFor(
  { id }: FileFacts,
  member: string | undefined,
  options: CompressOptions,
  settings: Settings,
): BatchRequest {
  return {
    items: [{ id, action: 'compress', ...(member !== undefined && { members: [member] }) }],
    options,
    place: { kind: 'beside' },
    nameTemplate: settings.nameTemplate,
    check: settings.check,
    trashSources: false,
    // The user has just chosen these options for this file, also where an output of other options exists.
    again: true,
  };
}
