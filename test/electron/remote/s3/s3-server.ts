import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const script = join(import.meta.dirname, 'rgw.sh');

/** Why tests with a real S3 server cannot run; undefined where they can. */
export const withoutS3 = ((): string | undefined => {
  try {
    execFileSync(
      'bash',
      ['-c', 'command -v ceph-mon && command -v ceph-osd && command -v radosgw && command -v ceph'],
      {
        stdio: 'ignore',
      },
    );
    return undefined;
  } catch {
    return "Ceph's object gateway is not installed (Debian: radosgw, ceph-mon, ceph-osd, ceph-mgr, ceph-common): NOT CHECKED against S3";
  }
})();

export interface S3Server {
  /** For programs that use it: endpoint, region and keys. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** A new server with no buckets, which keeps everything in memory. */
export async function startS3Server(): Promise<S3Server> {
  for (let attempt = 1; ; attempt++) {
    const folder = mkdtempSync(join(tmpdir(), 'bloscpack-s3-'));
    const stop = async () => {
      await promisify(execFile)('bash', [script, 'stop', folder]);
      rmSync(folder, { recursive: true, force: true });
    };
    try {
      const { stdout } = await promisify(execFile)('bash', [script, 'start', folder, `${await freePort()}`]);
      return { environment: { ...variables(stdout), AWS_EC2_METADATA_DISABLED: 'true' }, stop };
    } catch (error) {
      await stop();
      // The monitor sometimes takes the first daemon for one of another cluster.
      if (attempt === 3) throw error;
    }
  }
}

function variables(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    text
      .trim()
      .split(/\s+/)
      .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );
}

/** With the next one free too: the script uses two. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}
