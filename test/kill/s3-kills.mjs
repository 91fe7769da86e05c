/**
 * Kills `blpk` while it writes an object to S3 or changes one (append, metadata): at any request, before the service sees it, in the middle of its body, or when the
 * service has done it. Then there is the old object or none, or the whole new one, and after `blpk clean` no part that takes room.
 *
 *   node test/kill/s3-kills.mjs [--kills 200] [--seed N] [--at-once 2] [--only NAME]
 *
 * Needs Ceph's object gateway (`test/electron/remote/s3/rgw.sh`), or what a running one has printed, in BLPK_TEST_S3.
 */
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { randomFrom } from './kill-points.mjs';
import { say } from './print-table.mjs';
import { startS3Proxy } from './s3-proxy.mjs';

const { values: options } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    'at-once': { type: 'string', default: '2' },
    only: { type: 'string' },
  },
});

const root = join(import.meta.dirname, '../..');
const script = join(root, 'test/electron/remote/s3/rgw.sh');
const blpk = join(root, 'dist/blpk.cjs');
const scratch = mkdtempSync(join(tmpdir(), 'bloscpack-kills-'));
const gateway = join(scratch, 'gateway');
const Bucket = `kills-${process.pid}`;
const PHASES = /** @type {const} */ (['before', 'during', 'after']);

/** @typedef {{ readonly name: string, readonly old?: string, args(address: string): readonly string[] }} Operation */

/** @type {readonly Operation[]} */
const operations = [
  { name: 'compress', args: (address) => ['compress', join(scratch, 'data.dat'), address] },
  {
    name: 'append',
    old: join(scratch, 'old.blp'),
    args: (address) => ['append', address, join(scratch, 'data.dat')],
  },
  {
    name: 'meta',
    old: join(scratch, 'described.blp'),
    args: (address) => ['meta', 'set', address, 'note=changed'],
  },
  {
    name: 'meta-growing',
    old: join(scratch, 'old.blp'),
    args: (address) => ['meta', 'set', address, 'note=added'],
  },
];

/** @param {string} text */
function setEnvironment(text) {
  for (const pair of text.trim().split(/\s+/)) {
    const [name = '', value] = pair.split(/=(.*)/s);
    process.env[name] = value;
  }
  process.env.AWS_EC2_METADATA_DISABLED = 'true';
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
}

/** @param {readonly string[]} args @param {string | undefined} endpoint @param {(child: import('node:child_process').ChildProcess) => void} started */
function run(args, endpoint = process.env.AWS_ENDPOINT_URL, started = () => undefined) {
  const env = {
    ...process.env,
    AWS_ENDPOINT_URL: endpoint,
    BLPK_CACHE_SIZE: 'off',
    BLPK_CACHE_DIR: join(scratch, 'cache'),
  };
  const child = spawn(process.execPath, [blpk, '-n', '1', ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  // Not ignored: a null device that is open for reading too looks like a closed output, which is a failure.
  child.stdout.resume();
  let err = '';
  child.stderr.on('data', (text) => {
    err += text;
  });
  started(child);
  return /** @type {Promise<{ code: number | null, err: string }>} */ (
    new Promise((resolve) => child.on('close', (code) => resolve({ code, err })))
  );
}

/** @param {Uint8Array} bytes */
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** @param {S3Client} client @param {string} Key @returns {Promise<string | undefined>} the SHA-256; undefined without an object */
async function content(client, Key) {
  try {
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
    return Body && sha256(await Body.transformToByteArray());
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchKey') return undefined;
    throw error;
  }
}

/** @param {S3Client} client */
async function unfinished(client) {
  return (await client.send(new ListMultipartUploadsCommand({ Bucket }))).Uploads?.length ?? 0;
}

/**
 * Runs it through a proxy, which kills it at that request.
 *
 * @param {S3Client} client @param {Operation} operation @param {string} key
 * @param {{ readonly request: number, readonly phase: typeof PHASES[number] } | undefined} point
 */
async function runThrough(client, operation, key, point) {
  if (operation.old) await client.send(new PutObjectCommand({ Bucket, Key: key, Body: readFileSync(operation.old) }));
  /** @type {import('node:child_process').ChildProcess | undefined} */
  let child;
  const proxy = await startS3Proxy(process.env.AWS_ENDPOINT_URL ?? '', ({ number }) =>
    number === point?.request ? { at: point.phase, act: () => child?.kill('SIGKILL') } : undefined,
  );
  const ended = await run(operation.args(`s3://${Bucket}/${key}`), proxy.endpoint, (started) => {
    child = started;
  });
  proxy.close();
  const left = await content(client, key);
  // The gateway has all objects in memory.
  await client.send(new DeleteObjectCommand({ Bucket, Key: key }));
  return { ...ended, requests: proxy.requests(), content: left };
}

/** @param {S3Client} client @param {Operation} operation @param {number} kills @param {() => number} random */
async function killOften(client, operation, kills, random) {
  const whole = await runThrough(client, operation, `${operation.name}-whole.blp`, undefined);
  if (whole.code !== 0) throw new Error(`${operation.name} failed: ${whole.err}`);
  const before = operation.old && sha256(readFileSync(operation.old));
  const row = { kills: 0, old: 0, new: 0, wrong: 0 };
  // Each request in each phase once, in any order, before one comes again.
  const every = Array.from({ length: whole.requests * PHASES.length }, (_, index) => index);
  const shuffled = every.map((index) => [random(), index]).sort(([a = 0], [b = 0]) => a - b);
  const points = Array.from({ length: kills }, (_, index) => {
    const point = shuffled[index % shuffled.length]?.[1] ?? 0;
    return {
      key: `${operation.name}-${index}.blp`,
      request: 1 + Math.floor(point / PHASES.length),
      phase: PHASES[point % PHASES.length] ?? 'before',
    };
  });
  const left = points.values();
  const worker = async () => {
    for (const point of left) {
      const ended = await runThrough(client, operation, point.key, point);
      row.kills += ended.code === null ? 1 : 0;
      if (ended.content === whole.content) row.new++;
      else if (ended.content === before && ended.code === null) row.old++;
      else {
        row.wrong++;
        say(
          `wrong after a kill ${point.phase} request ${point.request} of ${operation.name}: ${ended.code} ${ended.err}`,
        );
      }
    }
  };
  await Promise.all(Array.from({ length: Number(options['at-once']) }, worker));
  return { name: operation.name, requests: whole.requests, ...row };
}

try {
  setEnvironment(process.env.BLPK_TEST_S3 ?? execFileSync('bash', [script, 'start', gateway], { encoding: 'utf8' }));
  const client = new S3Client({ forcePathStyle: true });
  await client.send(new CreateBucketCommand({ Bucket }));
  const random = randomFrom(Number(options.seed));
  const noise = Uint8Array.from({ length: 16 * 2 ** 20 }, () => 256 * random());
  writeFileSync(join(scratch, 'data.dat'), noise);
  writeFileSync(join(scratch, 'old.dat'), noise.subarray(2 ** 20));
  execFileSync(process.execPath, [blpk, 'compress', join(scratch, 'old.dat'), join(scratch, 'old.blp')]);
  copyFileSync(join(scratch, 'old.blp'), join(scratch, 'described.blp'));
  execFileSync(process.execPath, [blpk, 'meta', 'set', join(scratch, 'described.blp'), 'note=old']);
  say(`seed ${options.seed}`);
  let wrong = 0;
  const chosen = operations.filter(({ name }) => options.only === undefined || name === options.only);
  for (const operation of chosen) {
    const row = await killOften(client, operation, Math.ceil(Number(options.kills) / chosen.length), random);
    say(
      `${row.name}: ${row.requests} requests, ${row.kills} kills, ${row.old} times as before, ${row.new} times whole, ${row.wrong} wrong`,
    );
    wrong += row.wrong;
  }
  const left = await unfinished(client);
  const cleaned = await run(['-f', 'clean', '--older-than', '0', `s3://${Bucket}/`]);
  const remaining = await unfinished(client);
  say(`unfinished uploads: ${left} after the kills, ${remaining} after blpk clean`);
  if (cleaned.code !== 0) say(`blpk clean ended with ${cleaned.code}: ${cleaned.err}`);
  if (wrong > 0 || remaining > 0 || cleaned.code !== 0) process.exitCode = 1;
  client.destroy();
} finally {
  if (process.env.BLPK_TEST_S3 === undefined) execFileSync('bash', [script, 'stop', gateway]);
  rmSync(scratch, { recursive: true, force: true });
}
