import { type Command, InvalidArgumentError } from 'commander';
import { countWords } from '../../../shared/compare/words.js';
import { loadS3 } from '../../remote/load-remote.js';
import { isS3Address } from '../../remote/remote-address.js';
import type { UnfinishedUpload } from '../../remote/s3/unfinished-uploads.js';
import type { CommandContext, RunCommand } from '../context.js';
import { usageError } from '../failures.js';
import { printable } from '../printable.js';
import { printResult } from '../standard-output.js';

interface CleanOptions {
  readonly olderThan: number;
}

const DEFAULT_HOURS = 24;
const MS_PER_HOUR = 3_600_000;

const EXAMPLES = `
Examples:
  blpk clean s3://bucket/runs/               lists what unfinished uploads have left
  blpk -f clean s3://bucket/runs/            removes it
  blpk -f clean --older-than 0 s3://bucket/  also what was begun just now

A program that was killed while it wrote a large object to S3 leaves parts there: no object, but room that is paid for. The service does
not say which program has begun an upload, so that those of others are listed too.`;

export function defineClean(command: Command, run: RunCommand): void {
  command
    .description('List the unfinished uploads to objects of S3, and remove them with --force.')
    .argument('<address>', 'an object, s3://bucket/key, or a folder of them, s3://bucket/folder/')
    .option(
      '--older-than <hours>',
      `only what was begun so many hours ago (default: ${DEFAULT_HOURS})`,
      hours,
      DEFAULT_HOURS,
    )
    .addHelpText('after', EXAMPLES)
    .action((address: string, options: CleanOptions) => run((context) => clean(context, address, options)));
}

function hours(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0) return value;
  throw new InvalidArgumentError('Expected a number of hours.');
}

async function clean({ force, report }: CommandContext, address: string, { olderThan }: CleanOptions): Promise<void> {
  if (!isS3Address(address)) throw usageError(`'${address}' is no address of S3: write it as s3://bucket/key`);
  const { abortUpload, listUploads } = loadS3();
  const latestMs = Date.now() - olderThan * MS_PER_HOUR;
  let found = 0;
  for await (const upload of listUploads(address)) {
    if (Date.parse(upload.startedIso) > latestMs) continue;
    found++;
    if (force) await abortUpload(upload);
    printResult(`${lineOf(upload)}\n`);
  }
  const what = countWords(found, 'unfinished upload');
  if (found === 0) report.normal('there is no unfinished upload');
  else report.normal(force ? `${what} removed` : `${what}: blpk -f clean removes them`);
}

function lineOf({ bucket, key, startedIso }: UnfinishedUpload): string {
  return `${startedIso}  ${printable(`s3://${bucket}/${key}`)}`;
}
