import { describe, expect, test } from 'vitest';
import { Container } from '../../../../electron/engine/container/container.js';
import { memoryReader } from '../../../../electron/engine/io/memory-reader.js';
import { type BloscpackError, FormatError, isBloscpackError } from '../../../../shared/format/errors.js';
import { fixturePath, manifest, readFixture } from '../../../fixtures.js';
import { countingReader } from '../io/counting-reader.js';

/** The data of the damaged containers. */
const originals = Object.values(manifest.plain).map((facts) => readFixture(facts.raw));

/** Completely readable: random access does not use the damaged bytes, or finds the chunks in sequence. */
const readable = ['offsets_all_unknown', 'trailing_garbage', 'metadata_flip', 'metadata_magic_unknown'];
/** Without a checksum, wrong bytes can remain undetected, so that only crashes are tested; and one has eight other bytes. */
const unknownBytes = ['nochecksum_flip_body', 'nochecksum_typesize_zero', 'metadata_zip_bomb'];

type Outcome = { readonly bytes: Uint8Array } | { readonly error: BloscpackError };

/** Opens and reads everything. Errors that are not a BloscpackError are thrown and fail the test. */
async function readEverything(input: string | Uint8Array, checkDigests: boolean): Promise<Outcome> {
  try {
    const container = await Container.open(input, { checkDigests });
    try {
      return { bytes: await container.readBytes(0, await container.plainBytes()) };
    } finally {
      await container.close();
    }
  } catch (error) {
    if (isBloscpackError(error)) return { error };
    throw error;
  }
}

describe.each(manifest.corrupt)('$name ($what)', ({ name, file }) => {
  test.each(['file', 'memory'])('returns the right bytes or throws a BloscpackError, from %s', async (from) => {
    const outcome = await readEverything(from === 'file' ? fixturePath(file) : readFixture(file), true);
    if (readable.includes(name)) expect(outcome).toHaveProperty('bytes');
    if ('error' in outcome) {
      expect(outcome.error.message).not.toBe('');
    } else if (!unknownBytes.includes(name)) {
      expect(originals.some((original) => Buffer.compare(original, outcome.bytes) === 0)).toBe(true);
    }
  });

  test('neither hangs nor throws anything else when digests are not checked', async () => {
    const outcome = await readEverything(readFixture(file), false);
    if ('error' in outcome) expect(outcome.error.message).not.toBe('');
  });

  test('has the same result the second time', async () => {
    const outcomes: string[] = [];
    const container = await Container.open(readFixture(file)).catch(() => undefined);
    if (container === undefined) return;
    for (let turn = 0; turn < 2; turn++) {
      const read = async () => container.readBytes(0, await container.plainBytes());
      outcomes.push(await read().then((bytes) => `${bytes.byteLength} bytes`, String));
    }
    expect(outcomes[1]).toBe(outcomes[0]);
  });
});

describe('damaged offsets', () => {
  test.each([
    ['offset_past_end', 1],
    ['offset_into_header', 1],
    ['offsets_swapped', 0],
    ['offsets_swapped', 1],
  ])('%s: chunk %i is refused as a bad offset', async (name, chunkIndex) => {
    const container = await Container.open(readFixture('corrupt', `${name}.blp`));
    await expect(container.chunk(chunkIndex)).rejects.toMatchObject({ problem: 'bad-offset', context: { chunkIndex } });
  });

  test.each(['offset_past_end', 'offset_into_header', 'offsets_swapped'])(
    '%s: chunks whose own offset is right can be read, whatever their neighbours say',
    async (name) => {
      const damaged = await Container.open(readFixture('corrupt', `${name}.blp`));
      const whole = await Container.open(readFixture('corrupt', 'trailing_garbage.blp'));
      const chunkIndex = name === 'offsets_swapped' ? 2 : 0;
      const { positionBytes } = await whole.chunk(chunkIndex);
      expect(await damaged.chunk(chunkIndex)).toMatchObject({ positionBytes });
    },
  );
});

describe('opening', () => {
  test('closes the reader when it fails, and leaves it open when it does not', async () => {
    const broken = countingReader(memoryReader(new Uint8Array(100)));
    await expect(Container.open(broken)).rejects.toBeInstanceOf(FormatError);
    expect(broken.count.closed).toBe(1);
    const whole = countingReader(memoryReader(readFixture('golden', 'defaults.blp')));
    const container = await Container.open(whole);
    expect(whole.count.closed).toBe(0);
    await container.close();
    expect(whole.count.closed).toBe(1);
  });
});
