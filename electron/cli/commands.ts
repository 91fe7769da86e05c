import type { Command } from 'commander';
import { appendCommand } from './commands/append.js';
import { benchFormatsCommand } from './commands/bench-formats.js';
import { cleanCommand } from './commands/clean.js';
import { compareCommand } from './commands/compare.js';
import { compressCommand } from './commands/compress.js';
import { convertCommand } from './commands/convert.js';
import { decompressCommand } from './commands/decompress.js';
import { diffCommand } from './commands/diff.js';
import { digestCommand } from './commands/digest.js';
import { estimateCommand } from './commands/estimate.js';
import { infoCommand } from './commands/info.js';
import { lsCommand } from './commands/ls.js';
import { metaCommand } from './commands/meta.js';
import { packCommand } from './commands/pack.js';
import { recompressCommand } from './commands/recompress.js';
import { refsCommand } from './commands/refs.js';
import { repairCommand } from './commands/repair.js';
import { serveCommand } from './commands/serve.js';
import { sliceCommand } from './commands/slice.js';
import { unpackCommand } from './commands/unpack.js';
import { verifyCommand } from './commands/verify.js';
import type { RunCommand } from './context.js';

/** The subcommands, in the order of the help. Adding one is a file in commands/ and a line here. */
export const commands: readonly ((run: RunCommand) => Command)[] = [
  compressCommand,
  decompressCommand,
  appendCommand,
  infoCommand,
  lsCommand,
  verifyCommand,
  repairCommand,
  estimateCommand,
  compareCommand,
  packCommand,
  unpackCommand,
  sliceCommand,
  metaCommand,
  recompressCommand,
  convertCommand,
  refsCommand,
  digestCommand,
  diffCommand,
  cleanCommand,
  benchFormatsCommand,
  serveCommand,
];
