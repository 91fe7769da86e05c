import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { every } from '../cases.js';
// biome-ignore lint/correctness/useImportExtensions: plain JavaScript, which the harness runs without a build
import { isSameContent, readContent } from './content.mjs';
// biome-ignore lint/correctness/useImportExtensions: plain JavaScript, which the harness runs without a build
import { base, blpk, type Operation, operations } from './operations.mjs';
// biome-ignore lint/correctness/useImportExtensions: plain JavaScript, which the harness runs without a build
import { buildShim, type FileCall, readCalls, type ShimOrders, shimEnvironment } from './shim.mjs';

const shim = buildShim();
const skipped = 'missing' in shim;
const note = skipped ? ` [SKIPPED: ${shim.missing}]` : '';
const shimPath = skipped ? '' : shim.path;

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'blpk-failures-')));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const chosen = ['compress over a file', 'append', 'append, growing', 'meta set, in place', 'meta set, rewriting'];
const tested = operations.filter(({ name }) => chosen.includes(name));

interface Outcome {
  readonly code: number | null;
  readonly err: string;
}

/** The files of one operation, made once and copied for each test. */
class Trial {
  readonly operation: Operation;
  readonly #template: string;
  readonly work: string;

  constructor(operation: Operation) {
    this.operation = operation;
    const folder = mkdtempSync(join(scratch, 'trial-'));
    this.#template = join(folder, 'template');
    this.work = join(folder, 'work');
    mkdirSync(this.#template);
    operation.prepare(this.#template);
  }

  get target(): string {
    return join(this.work, 'x.blp');
  }

  get names(): readonly string[] {
    return readdirSync(this.#template).sort();
  }

  run(orders: ShimOrders): Outcome {
    rmSync(this.work, { recursive: true, force: true });
    cpSync(this.#template, this.work, { recursive: true });
    const args = this.operation.args.map((word) => (/\.(blp|dat|json)$/.test(word) ? join(this.work, word) : word));
    const env = shimEnvironment(shimPath, this.work, orders);
    const { status, stderr } = spawnSync(process.execPath, [blpk, '-n', '1', ...args], { env, encoding: 'utf8' });
    return { code: status, err: stderr };
  }

  async contents() {
    const before = await readContent(join(this.#template, 'x.blp'), undefined);
    const log = join(this.work, '../calls.log');
    expect(this.run({ log })).toEqual({ code: 0, err: '' });
    return { before, after: await readContent(this.target, undefined), calls: readCalls(log) };
  }
}

const changing = ['open', 'write', 'pwrite', 'writev', 'pwritev', 'ftruncate', 'rename', 'link'];
const isTested = ({ name, path }: FileCall, work: string) =>
  changing.includes(name) || (name === 'fsync' && path !== work);

/** The error codes that must be reported. */
const reasons = { ENOSPC: /no space left on the device/, EIO: /input\/output error/ } as const;

describe.skipIf(skipped).each(tested)(`$name${note}`, (operation) => {
  test.each(Object.keys(reasons) as (keyof typeof reasons)[])(
    'with %s at any call fails in one line and leaves the old content, or is done',
    async (code) => {
      const trial = new Trial(operation);
      const { before, after, calls } = await trial.contents();
      const tried = calls.filter((each) => isTested(each, trial.work));
      for (const call of every(3, tried, code === 'ENOSPC' ? 0 : 1)) {
        const what = `${call.call}: ${call.name} ${call.path}`;
        const run = trial.run({ at: call.call, mode: 'errno', errno: constants.errno[code] });
        // No other file beside the container, before any reader has removed one.
        expect(readdirSync(trial.work).sort(), what).toEqual(trial.names);
        const now = await readContent(trial.target, undefined);
        if (run.code === 0) {
          expect(isSameContent(now, after), what).toBe(true);
          continue;
        }
        expect(run.code, what).toBe(1);
        expect(run.err, what).toMatch(/^blpk: error: .*'.*'.*\n$/);
        expect(run.err, what).toMatch(reasons[code]);
        expect(now.bytes, what).toBe(before.bytes);
      }
    },
    60_000,
  );

  test('with a disk on which all calls fail from some call on keeps the old content for the next reader', async () => {
    const trial = new Trial(operation);
    const { before, after, calls } = await trial.contents();
    const tried = calls.filter((each) => isTested(each, trial.work));
    for (const call of every(3, tried, 2)) {
      const what = `${call.call}: ${call.name} ${call.path}`;
      const run = trial.run({ at: call.call, mode: 'broken', errno: constants.errno.EIO });
      const now = await readContent(trial.target, undefined);
      expect(run.code === 0 ? isSameContent(now, after) : now.bytes === before.bytes, `${what}: ${run.err}`).toBe(true);
      if (run.code !== 0) expect(run.err, what).toMatch(/^blpk: error: .*\n$/);
    }
  });

  test('succeeds with short writes', async () => {
    const trial = new Trial(operation);
    const { after, calls } = await trial.contents();
    for (const [index, { call, sizeBytes }] of calls.filter((each) => each.sizeBytes > 1).entries()) {
      for (const bytes of every(2, [1, Math.floor(sizeBytes / 2)], index)) {
        expect(trial.run({ at: call, mode: 'short', bytes }), `${call}: ${bytes} bytes`).toEqual({ code: 0, err: '' });
        expect(isSameContent(await readContent(trial.target, undefined), after), `${call}: ${bytes} bytes`).toBe(true);
      }
    }
  });
});

describe('a full disk', () => {
  let disk: string | undefined;
  let refusal = '';

  beforeAll(() => {
    const path = mkdtempSync(join(tmpdir(), 'blpk-disk-'));
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', path], { stdio: 'pipe' });
      disk = path;
    } catch (error) {
      refusal = String(error);
      rmSync(path, { recursive: true });
    }
  });

  afterAll(() => {
    if (disk === undefined) return;
    execFileSync('umount', [disk]);
    rmSync(disk, { recursive: true });
  });

  test.each(['append', 'append, growing', 'compress'])('fails %s and leaves only the old file on it', (name) => {
    if (disk === undefined) {
      process.stderr.write(`SKIPPED: cannot mount a small disk (needs root on Linux): ${refusal}\n`);
      return;
    }
    const old = join(disk, 'x.blp');
    const folder = mkdtempSync(join(scratch, 'full-'));
    base(folder, name === 'append, growing' ? ['--max-app-chunks', '0'] : []);
    cpSync(join(folder, 'x.blp'), old);
    const big = join(folder, 'big.dat');
    execFileSync('dd', ['if=/dev/urandom', `of=${big}`, 'bs=1k', 'count=400'], { stdio: 'pipe' });
    const args = name === 'compress' ? ['-f', 'c', big, old] : ['a', '--grow', old, big];
    const { status, stderr } = spawnSync(process.execPath, [blpk, ...args], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: expect.stringMatching(/^blpk: error: .*no space left on the device.*\n$/),
    });
    expect(readFileSync(old).equals(readFileSync(join(folder, 'x.blp')))).toBe(true);
    expect(readdirSync(disk)).toEqual(['x.blp']);
  });
});

const isRoot = process.getuid?.() === 0 && spawnSync('setpriv', ['--version']).status === 0;

describe(`a container that may not be written${isRoot ? '' : ' [SKIPPED: needs root and setpriv]'}`, () => {
  test.skipIf(!isRoot).each([
    ['a read-only file', 0o444, 0o777],
    ['a read-only folder', 0o666, 0o555],
  ])('because it is in or is %s is not changed', (_, fileMode, folderMode) => {
    const folder = mkdtempSync(join(scratch, 'read-only-'));
    base(folder);
    const path = join(folder, 'x.blp');
    const before = readFileSync(path);
    const names = readdirSync(folder);
    chmodSync(scratch, 0o755);
    chmodSync(path, fileMode);
    chmodSync(folder, folderMode);
    const otherUser = ['--reuid=65534', '--regid=65534', '--clear-groups', process.execPath, blpk];
    const { status, stderr } = spawnSync('setpriv', [...otherUser, 'a', path, join(folder, 'new.dat')], {
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: expect.stringMatching(/^blpk: error: .*permission denied.*\n$/),
    });
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(readdirSync(folder)).toEqual(names);
  });
});
