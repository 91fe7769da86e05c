import { type FileHandle, open } from 'node:fs/promises';
import { z } from 'zod';
import { ArgumentError } from '../../../shared/format/errors.js';
import { withIoErrors } from '../../engine/io/io-error.js';
import { type Entry, entryName, type FormatPlan } from './types.js';

/** One timed round of an entry on an array. */
const sample = z.object({
  /** SHA-256 of the array's bytes. */
  array: z.string(),
  entry: z.string(),
  round: z.number().int().min(1),
  storedBytes: z.number().int().min(0),
  writeMs: z.number().min(0),
  readMs: z.number().min(0),
  /** Undefined where the page cache cannot be dropped. */
  coldMs: z.number().min(0).optional(),
});

export type Sample = z.infer<typeof sample>;

const head = z.object({ kind: z.literal('samples of bench-formats'), layout: z.string(), nthreads: z.number() });

/**
 * The rounds that were measured, in a file of one JSON object a line: the settings, then a sample each, so that a run of hours goes on
 * where it stopped. Without a file they are kept in memory.
 */
export class KeptSamples {
  readonly #file: FileHandle | undefined;
  readonly #known: Map<string, Sample>;

  private constructor(file?: FileHandle, known: readonly Sample[] = []) {
    this.#file = file;
    this.#known = new Map(known.map((one) => [keyOf(one), one]));
  }

  static inMemory(): KeptSamples {
    return new KeptSamples();
  }

  /** Opens the file, or makes it. Throws ArgumentError for one that holds anything else, or samples of other settings; IoError. */
  static async inFile(
    path: string,
    { layout, nthreads }: Pick<FormatPlan, 'layout' | 'nthreads'>,
  ): Promise<KeptSamples> {
    const settings = { kind: 'samples of bench-formats', layout, nthreads } as const;
    const file = await withIoErrors('open', path, () => open(path, 'a+'));
    try {
      const text = await withIoErrors('read', path, () => file.readFile('utf8'));
      if (text === '') {
        await file.appendFile(lineOf(settings));
        return new KeptSamples(file);
      }
      const whole = text.slice(0, text.lastIndexOf('\n') + 1);
      const [first, ...others] = whole
        .split('\n')
        .slice(0, -1)
        .map((line) => parsedLine(line, path));
      requireSame(first, settings, path);
      // A line that a killed run did not finish was not measured.
      if (whole !== text) await file.truncate(Buffer.byteLength(whole));
      return new KeptSamples(
        file,
        others.flatMap((value) => sample.safeParse(value).data ?? []),
      );
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  of(array: string, entry: Entry, round: number): Sample | undefined {
    return this.#known.get(keyOf({ array, entry: entryName(entry), round }));
  }

  async keep(one: Sample): Promise<void> {
    this.#known.set(keyOf(one), one);
    await this.#file?.appendFile(lineOf(one));
  }

  async close(): Promise<void> {
    await this.#file?.close();
  }
}

function keyOf({ array, entry, round }: Pick<Sample, 'array' | 'entry' | 'round'>): string {
  return `${array} ${entry} ${round}`;
}

function lineOf(value: object): string {
  return `${JSON.stringify(value)}\n`;
}

function parsedLine(line: string, path: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new ArgumentError(`'${path}' has a line that is no JSON: it is no file of --resume`);
  }
}

function requireSame(found: unknown, { layout, nthreads }: z.infer<typeof head>, path: string): void {
  const kept = head.safeParse(found).data;
  if (!kept) throw new ArgumentError(`'${path}' holds no samples of bench-formats: choose a new name for --resume`);
  if (kept.layout === layout && kept.nthreads === nthreads) return;
  const settings = (one: { readonly layout: string; readonly nthreads: number }) =>
    `layout ${one.layout} and ${one.nthreads} threads`;
  throw new ArgumentError(
    `'${path}' was measured with ${settings(kept)}, not ${settings({ layout, nthreads })}: choose a new name for --resume`,
  );
}
