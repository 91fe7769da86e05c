import { readdir, readFile } from 'node:fs/promises';
import { arch, availableParallelism, cpus, hostname, loadavg, release, totalmem, type } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import type { Environment } from '../../../shared/compare/result.js';
import { codecVersions } from '../../engine/native-library.js';

/** The machine and the libraries of a run. `app` is the program's name and version. */
export async function readEnvironment(app: string): Promise<Environment> {
  const { blosc, codecs } = codecVersions();
  const [loadBefore, power] = [currentLoad(), await readPower()];
  return {
    host: hostname(),
    ...machineFacts(),
    blosc,
    codecs,
    node: process.versions.node,
    app,
    ...(loadBefore !== undefined && { loadBefore }),
    ...(power !== undefined && { power }),
  };
}

/** The hardware and operating system. */
export function machineFacts(): Pick<Environment, 'cpu' | 'cores' | 'os' | 'memoryBytes'> {
  return {
    cpu: cpus()[0]?.model.trim() || 'unknown',
    cores: availableParallelism(),
    os: `${type()} ${release()} ${arch()}`,
    memoryBytes: totalmem(),
  };
}

/** Runnable processes on average over the last minute; undefined on Windows. */
export function currentLoad(): number | undefined {
  return process.platform === 'win32' ? undefined : loadavg()[0];
}

/** Processors that no program uses, on average over `overMs` milliseconds in which this one waits. */
export async function freeProcessors(overMs = 250): Promise<number> {
  const before = processorTimes();
  await setTimeout(overMs);
  const after = processorTimes();
  const total = after.total - before.total;
  return total === 0 ? availableParallelism() : (availableParallelism() * (after.idle - before.idle)) / total;
}

function processorTimes(): { readonly idle: number; readonly total: number } {
  const times = cpus().map(({ times: { user, nice, sys, idle, irq } }) => ({
    idle,
    total: user + nice + sys + idle + irq,
  }));
  return {
    idle: times.reduce((sum, { idle }) => sum + idle, 0),
    total: times.reduce((sum, { total }) => sum + total, 0),
  };
}

/** Read from files on Linux; undefined elsewhere, where it would need another program or more rights. */
async function readPower(): Promise<string | undefined> {
  if (process.platform !== 'linux') return undefined;
  const [source, governor] = [await powerSource(), await readText(GOVERNOR)];
  const known = [source, governor].filter((text) => text !== undefined && text !== '');
  return known.length > 0 ? known.join(', ') : undefined;
}

const GOVERNOR = '/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor';
const SUPPLIES = '/sys/class/power_supply';

async function powerSource(): Promise<string | undefined> {
  const supplies = await readdir(SUPPLIES).catch(() => []);
  const states = await Promise.all(supplies.map((supply) => readText(`${SUPPLIES}/${supply}/status`)));
  if (states.includes('Discharging')) return 'on battery';
  return states.some((state) => state !== undefined) ? 'on mains' : undefined;
}

async function readText(path: string): Promise<string | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  return text?.trim();
}
