/**
 * The program that runs cases, as a separate process, which can crash, hang or run out of memory:
 *
 *     worker run <group> <seed> <first case> <end case> <seconds> <progress file>
 *     worker make <group> <seed> <case> <file>
 *     worker check <group> <file>
 *
 * `run` goes on until the end case or until the time is over; either may be `Infinity`. It keeps the number of the current case in the progress file (u32 LE), and prints a line of JSON for every finding and
 * one at the end.
 */
import { openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { addonGroup } from './addon/group.js';
import { callsOfContract } from './calls/group.js';
import { containers } from './containers/group.js';
import type { Group } from './group.js';
import { parsers } from './parsers/group.js';
import { caseSeed } from './random.js';
import { sockets } from './sockets/group.js';

/** Inputs have at most about 100 KiB: more memory is only needed when a size in the input was not checked. */
const MAX_BYTES = 512 * 2 ** 20;

const GROUPS: Readonly<Record<string, Group>> = {
  containers,
  parsers,
  sockets,
  calls: callsOfContract,
  addon: addonGroup,
};

function groupOf(name: string): Group {
  const group = GROUPS[name];
  if (group === undefined) throw new TypeError(`there is no group '${name}'`);
  return group;
}

interface Stretch {
  readonly seed: number;
  readonly firstCase: number;
  /** Exclusive. */
  readonly endCase: number;
  readonly seconds: number;
}

async function run(group: Group, { seed, firstCase, endCase, seconds }: Stretch, progressFile: string): Promise<void> {
  const progress = openSync(progressFile, 'w');
  const current = Buffer.alloc(4);
  const endMs = performance.now() + 1000 * seconds;
  let caseIndex = firstCase;
  for (; caseIndex < endCase && performance.now() < endMs; caseIndex++) {
    current.writeUInt32LE(caseIndex);
    writeSync(progress, current, 0, 4, 0);
    const message = await messageOf(group, caseSeed(seed, caseIndex), caseIndex);
    if (message !== undefined) say({ kind: 'finding', caseIndex, message });
    if (peakBytes() > (group.maxBytes ?? MAX_BYTES)) {
      say({ kind: 'finding', caseIndex, message: `memory rose to ${peakBytes()} bytes` });
      caseIndex++;
      break;
    }
  }
  say({ kind: 'end', nextCase: caseIndex, peakBytes: peakBytes() });
}

/** What is wrong, if anything is. */
async function messageOf(group: Group, seed: number, caseIndex: number): Promise<string | undefined> {
  try {
    await group.check(group.make(seed), caseIndex);
    return undefined;
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}

function say(line: Readonly<Record<string, unknown>>): void {
  // Not process.stdout: its output could be lost in a crash directly afterwards.
  writeSync(1, `${JSON.stringify(line)}\n`);
}

/** On Linux maxRSS starts at the peak of the process that forked this one, so the kernel's own mark is read instead. */
function peakBytes(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1024;
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) * 1024;
}

async function main([task, name = '', ...rest]: readonly string[]): Promise<void> {
  const group = groupOf(name);
  if (task === 'check') return group.check(readFileSync(rest[0] ?? ''), 0);
  const [seed = 0, firstCase = 0, endCase = 0, seconds = 0] = rest.map(Number);
  if (task === 'make') return writeFileSync(rest[2] ?? '', group.make(caseSeed(seed, firstCase)));
  await run(group, { seed, firstCase, endCase, seconds }, rest[4] ?? '');
}

// A server that a group has started would keep the process alive.
void main(process.argv.slice(2)).then(() => process.exit());
