/**
 * `node:fs/promises`, as far as this program uses it, whose calls wait instead of going through libuv's threads: for a thread that does
 * one thing at a time. A call takes some microseconds then instead of some ten, half of which were other threads that are woken. The
 * bundles that name it in `build/bundles.mjs` get it in place of Node's.
 */
import {
  type BigIntStats,
  chmodSync,
  closeSync,
  fchmodSync,
  fchownSync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  futimesSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  promises,
  readdirSync,
  readFileSync,
  readlinkSync,
  readSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  type StatOptions,
  type Stats,
  statSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';

/** An open file. As Node's, it throws EBADF when it is closed. */
class WaitingHandle {
  fd: number;

  constructor(fd: number) {
    this.fd = fd;
  }

  async stat(options?: StatOptions): Promise<Stats | BigIntStats> {
    return fstatSync(this.#open, options);
  }

  async read(target: Uint8Array, offset: number, length: number, position: number) {
    return { bytesRead: readSync(this.#open, target, offset, length, position), buffer: target };
  }

  async write(data: Uint8Array | string, offset?: number, length?: number, position?: number) {
    if (typeof data === 'string') return { bytesWritten: writeSync(this.#open, data), buffer: data };
    return { bytesWritten: writeSync(this.#open, data, offset, length, position), buffer: data };
  }

  async truncate(sizeBytes?: number): Promise<void> {
    ftruncateSync(this.#open, sizeBytes);
  }

  async sync(): Promise<void> {
    fsyncSync(this.#open);
  }

  async datasync(): Promise<void> {
    fdatasyncSync(this.#open);
  }

  async chmod(mode: number): Promise<void> {
    fchmodSync(this.#open, mode);
  }

  async chown(uid: number, gid: number): Promise<void> {
    fchownSync(this.#open, uid, gid);
  }

  async utimes(atimeS: number, mtimeS: number): Promise<void> {
    futimesSync(this.#open, atimeS, mtimeS);
  }

  async close(): Promise<void> {
    if (this.fd < 0) return;
    const { fd } = this;
    this.fd = -1;
    closeSync(fd);
  }

  get #open(): number {
    if (this.fd >= 0) return this.fd;
    throw Object.assign(new Error('EBADF: the file is closed'), { code: 'EBADF' });
  }
}

export async function open(...args: Parameters<typeof openSync>): Promise<WaitingHandle> {
  return new WaitingHandle(openSync(...args));
}

/** The same call, whose result or error comes as a promise. It is looked up each time: `raw-names.ts` replaces it at the program's start. */
function promised<Args extends unknown[], Result>(call: () => (...args: Args) => Result) {
  return async (...args: Args): Promise<Result> => call()(...args);
}

/** Rare: as it is. */
export const opendir = (...args: Parameters<typeof promises.opendir>) => promises.opendir(...args);

export const chmod = promised(() => chmodSync);
export const link = promised(() => linkSync);
export const lstat = promised(() => lstatSync);
export const mkdir = promised(() => mkdirSync);
export const readdir = promised(() => readdirSync);
export const readFile = promised(() => readFileSync);
export const readlink = promised(() => readlinkSync);
export const realpath = promised(() => realpathSync.native);
export const rename = promised(() => renameSync);
export const rm = promised(() => rmSync);
export const rmdir = promised(() => rmdirSync);
export const stat = promised(() => statSync);
export const unlink = promised(() => unlinkSync);
export const utimes = promised(() => utimesSync);
export const writeFile = promised(() => writeFileSync);
