import { randomUUID } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { refusal } from '../../../shared/errors/contract-error.js';
import { publish } from '../../engine/io/atomic-file.js';
import { withIoErrors } from '../../engine/io/io-error.js';
import { hiddenPathOf } from '../../engine/io/partial-files.js';
import { inFolderOf } from '../../engine/io/roots.js';
import type { CalendarClock } from '../host-ports.js';
import { JsonFile } from '../stores/json-file.js';

/** Deleted outputs take up room until they are gone for good. */
const KEPT_MS = 24 * 3_600_000;

const deletedOutput = z.object({
  id: z.string(),
  path: z.string(),
  hiddenPath: z.string(),
  deletedMs: z.number(),
});
type DeletedOutput = z.infer<typeof deletedOutput>;

/**
 * Outputs that the user has deleted on a machine without a trash: hidden beside where they were, so that nothing is copied, until they
 * are restored, a day has passed, or the host ends. They are listed in a file, so that the next host removes what a killed one has left.
 */
export class DeletedOutputs {
  readonly #file: JsonFile<readonly DeletedOutput[]>;
  readonly #clock: CalendarClock;
  readonly #outputs = new Map<string, DeletedOutput>();

  private constructor(dataFolder: string, clock: CalendarClock) {
    this.#file = new JsonFile(
      join(dataFolder, 'deleted-outputs.json'),
      (value) => z.array(deletedOutput).parse(value),
      clock,
    );
    this.#clock = clock;
  }

  static async open(dataFolder: string, clock: CalendarClock): Promise<DeletedOutputs> {
    const outputs = new DeletedOutputs(dataFolder, clock);
    const left = (await outputs.#file.read()) ?? [];
    for (const output of left) await removeForGood(output);
    if (left.length > 0) await outputs.#store();
    return outputs;
  }

  /** Returns what `restore` takes. Throws IoError. */
  async put(path: string): Promise<string> {
    await this.#removeOld();
    const id = randomUUID();
    const hiddenPath = hiddenPathOf(path, '.deleted');
    this.#outputs.set(id, { id, path, hiddenPath, deletedMs: this.#clock() });
    // Before it is hidden: a host that is killed in between finds nothing there.
    await this.#store();
    try {
      await withIoErrors('write', path, () =>
        inFolderOf(path, (name) => rename(name, join(dirname(name), basename(hiddenPath)))),
      );
    } catch (error) {
      await this.#forget(id);
      throw error;
    }
    return id;
  }

  /** Throws CallError('gone') for one that is no longer kept, IoError('EEXIST') where there is another file by now. */
  async restore(id: string): Promise<void> {
    const output = this.#outputs.get(id);
    if (!output) throw refusal('gone', 'The deleted output is no longer kept.', 'Run the job again.');
    const { path, hiddenPath } = output;
    await withIoErrors('write', path, () =>
      inFolderOf(path, (name) => publish(join(dirname(name), basename(hiddenPath)), name, false)),
    );
    await this.#forget(id);
  }

  /** Removes all of them for good. */
  async close(): Promise<void> {
    for (const output of [...this.#outputs.values()]) await this.#remove(output);
    await this.#file.settled();
  }

  async #removeOld(): Promise<void> {
    const oldestMs = this.#clock() - KEPT_MS;
    for (const output of [...this.#outputs.values()]) if (output.deletedMs < oldestMs) await this.#remove(output);
  }

  async #remove(output: DeletedOutput): Promise<void> {
    await removeForGood(output);
    await this.#forget(output.id);
  }

  async #forget(id: string): Promise<void> {
    this.#outputs.delete(id);
    await this.#store();
  }

  #store(): Promise<void> {
    return this.#file.write([...this.#outputs.values()]);
  }
}

/** One that cannot be removed stays, and is not tried again: its folder may be gone. */
async function removeForGood({ hiddenPath }: DeletedOutput): Promise<void> {
  await inFolderOf(hiddenPath, (name) => rm(name, { force: true })).catch(() => undefined);
}
