import { z } from 'zod';
import { checkAfter, compressOptions } from './intake.js';

/** A named set of compression options. */
export const preset = z.strictObject({ name: z.string().min(1).max(60), options: compressOptions });
export type Preset = z.infer<typeof preset>;

/** The user's settings; the host stores them in one versioned file. Defaults below. */
export const settings = z.strictObject({
  theme: z.enum(['system', 'light', 'dark', 'contrast']),
  units: z.enum(['iec', 'si']),
  reopenFiles: z.boolean(),
  runSingleFilesAtOnce: z.boolean(),
  presets: z.array(preset).min(1).max(50),
  defaultPreset: z.string().max(60),
  nameTemplate: z.string().min(1).max(200),
  check: checkAfter,
  trashSources: z.boolean(),
  /** What to do with outputs that exist already. None of them is replaced without a question. */
  existingOutputs: z.enum(['ask', 'skip', 'rename']),
  whenFinished: z.enum(['nothing', 'notify', 'reveal']),
  sound: z.boolean(),
  keepAwake: z.boolean(),
  /** 0 = the machine's cores. */
  threads: z.int().min(0).max(256),
  filesAtOnce: z.int().min(1).max(16),
});
export type Settings = z.infer<typeof settings>;

const base = {
  clevel: 5,
  shuffle: 'byte',
  chunkSizeBytes: 2 ** 20,
  blocksizeBytes: 0,
  checksum: 'adler32',
  offsets: true,
} as const;

export const defaultSettings: Settings = {
  theme: 'system',
  units: 'iec',
  reopenFiles: false,
  runSingleFilesAtOnce: false,
  presets: [
    { name: 'Balanced', options: { ...base, codec: 'lz4' } },
    { name: 'Fastest', options: { ...base, codec: 'blosclz', clevel: 1 } },
    { name: 'Smallest', options: { ...base, codec: 'zstd', clevel: 9, shuffle: 'bit' } },
    { name: 'Reference defaults', options: { ...base, codec: 'blosclz', clevel: 7 } },
  ],
  defaultPreset: 'Balanced',
  nameTemplate: '{stem}{ext}.blp',
  check: 'compare',
  trashSources: false,
  existingOutputs: 'ask',
  whenFinished: 'notify',
  sound: false,
  keepAwake: true,
  threads: 0,
  filesAtOnce: 1,
};
