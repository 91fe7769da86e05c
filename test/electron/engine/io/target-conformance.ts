import { describe, expect, test } from 'vitest';
import type { ByteTarget } from '../../../../electron/engine/io/byte-target.js';
import { noise } from '../../../native/samples.js';

/** A place for one output. What it needs is released at the end of the test. */
export interface TargetPlace {
  open(overwrite: boolean): Promise<ByteTarget>;
  /** What others find there; undefined for nothing. */
  content(): Promise<Uint8Array | undefined>;
}

const bytes = noise(5000);

/** What every target does whose bytes are found by others under its name, wherever that is. */
export function describeTarget(name: string, make: () => Promise<TargetPlace>): void {
  async function write(place: TargetPlace, content: Uint8Array, overwrite = false): Promise<void> {
    const target = await place.open(overwrite);
    await target.append(content);
    await target.commit();
  }

  describe(`a ${name} target`, () => {
    test('has all bytes when it is committed, and none before', async () => {
      const place = await make();
      const target = await place.open(false);
      for (let at = 0; at < bytes.byteLength; at += 999) await target.append(bytes.subarray(at, at + 999));
      expect(await place.content()).toBeUndefined();
      await target.commit();
      expect(await place.content()).toEqual(bytes);
    });

    test('takes its own copy of what is added, and changes what was added before', async () => {
      const place = await make();
      const target = await place.open(false);
      const piece = bytes.slice();
      await target.append(piece);
      piece.fill(0);
      target.endOfPatches?.(100);
      await target.append(bytes);
      await target.patch(10, Uint8Array.of(1, 2, 3));
      await target.commit();
      const expected = Uint8Array.from([...bytes, ...bytes]);
      expected.set([1, 2, 3], 10);
      expect(await place.content()).toEqual(expected);
    });

    test('can be empty', async () => {
      const place = await make();
      await write(place, new Uint8Array(0));
      expect(await place.content()).toEqual(new Uint8Array(0));
    });

    test('leaves what was there when it is discarded', async () => {
      const place = await make();
      await (await place.open(false)).discard();
      expect(await place.content()).toBeUndefined();
      await write(place, bytes);
      const target = await place.open(true);
      await target.append(bytes.subarray(7));
      await target.discard();
      expect(await place.content()).toEqual(bytes);
    });

    test('replaces what is there only when asked to', async () => {
      const place = await make();
      await write(place, bytes);
      await expect(write(place, bytes.subarray(1))).rejects.toMatchObject({ kind: 'io', code: 'EEXIST' });
      expect(await place.content()).toEqual(bytes);
      await write(place, bytes.subarray(1), true);
      expect(await place.content()).toEqual(bytes.subarray(1));
    });
  });
}
