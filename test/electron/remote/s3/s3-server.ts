import { execFile, execFileSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { inject, vi } from 'vitest';
import { serverScript, stopS3Server } from './stop-s3-server.js';

/** What a gateway that runs already has printed: tests use it and leave it running. */
const RUNNING = process.env.BLPK_TEST_S3;

/** On a busy machine: alone it takes 15 s. What is not there by then has failed in a way that it does not notice. */
const ATTEMPT_LIMIT_MS = 150_000;
const MAX_ATTEMPTS = 4;

/** Below those that the system gives to connections and to servers without one: nothing else takes them meanwhile. */
const PORTS = { from: 20_000, to: 32_000 };

/** Why tests with a real S3 server cannot run; undefined where they can. */
export const withoutS3 = ((): string | undefined => {
  try {
    const programs = ['ceph-mon', 'ceph-osd', 'radosgw', 'ceph'].map((name) => `command -v ${name}`).join(' && ');
    if (RUNNING === undefined) execFileSync('bash', ['-c', programs], { stdio: 'ignore' });
    return undefined;
  } catch {
    return "Ceph's object gateway is not installed (Debian: radosgw, ceph-mon, ceph-osd, ceph-mgr, ceph-common): NOT CHECKED against S3";
  }
})();

/** The address of a bucket of one test file, on the server that all files of a run share. */
export function bucketAddress(name: string): string {
  return `s3://${name}-${process.pid}`;
}

/** Makes the bucket. Endpoint, region and keys are set in this process, and returned for others. */
export async function createS3Bucket(address: string): Promise<Readonly<Record<string, string>>> {
  const environment = {
    ...(await environmentOfServer()),
    AWS_EC2_METADATA_DISABLED: 'true',
    // What one file's tests leave unfinished, those of another do not remove.
    BLPK_CACHE_DIR: join(dirname(inject('s3Folder')), `cache-${process.pid}`),
  };
  Object.assign(process.env, environment, { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' });
  const client = new S3Client({ forcePathStyle: true });
  await client.send(new CreateBucketCommand({ Bucket: address.slice('s3://'.length) }));
  client.destroy();
  return environment;
}

/** The first file that needs a server starts it; the run stops it (`shared-server.ts`). */
async function environmentOfServer(): Promise<Readonly<Record<string, string>>> {
  if (RUNNING !== undefined) return variables(RUNNING);
  const folder = inject('s3Folder');
  const started = join(folder, 'environment');
  const failed = join(folder, 'failed');
  if (isFirst(folder))
    await start(folder).then(
      (text) => put(started, text),
      (error) => put(failed, String(error)),
    );
  await vi.waitUntil(() => existsSync(started) || existsSync(failed), {
    timeout: (MAX_ATTEMPTS + 1) * ATTEMPT_LIMIT_MS,
    interval: 50,
  });
  if (existsSync(failed)) throw new Error(`no S3 server: ${readFileSync(failed, 'utf8')}`);
  return variables(readFileSync(started, 'utf8'));
}

function isFirst(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch {
    return false;
  }
}

/** Whole at once, for those who wait for it. */
function put(path: string, text: string): void {
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}

async function start(folder: string): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    const own = join(folder, `${attempt}`);
    try {
      const command = [serverScript, 'start', own, `${await freePort()}`];
      return (await promisify(execFile)('bash', command, { timeout: ATTEMPT_LIMIT_MS })).stdout;
    } catch (error) {
      const said = lastLine(join(own, 'start.log'));
      await stopS3Server(own);
      // The monitor sometimes takes the first daemon for one of another cluster.
      if (attempt === MAX_ATTEMPTS) throw new Error(`${error}, ended with "${said}"`);
    }
  }
}

/** Empty for an attempt that did not come as far as its log. */
function lastLine(path: string): string {
  return existsSync(path) ? (readFileSync(path, 'utf8').trimEnd().split('\n').at(-1) ?? '') : '';
}

function variables(text: string): Readonly<Record<string, string>> {
  const pairs = text.trim().split(/\s+/);
  return Object.fromEntries(pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
}

/** With the next one free too: the script uses two. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = PORTS.from + 2 * randomInt((PORTS.to - PORTS.from) / 2);
    if ((await isFree(port)) && (await isFree(port + 1))) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
