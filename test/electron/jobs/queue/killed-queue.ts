/** A program that runs a queue until it is killed: `node killed-queue.cjs <queue file> <worker> <spec as JSON>...` */
import { basename, dirname } from 'node:path';
import { JobQueue } from '../../../../electron/jobs/queue/job-queue.js';
import { jobSpec } from '../../../../electron/jobs/queue/job-spec.js';

async function main([queueFile = '', workerFile = '', ...specs]: readonly string[]): Promise<void> {
  const queue = await JobQueue.open({
    queueFile,
    workerFile,
    fileOf: (path) => ({ id: path, name: basename(path), folder: dirname(path) }),
    settings: () => ({ filesAtOnce: 1, threads: 1 }),
  });
  queue.subscribe((change) => {
    if (change.kind === 'changed') process.stdout.write(`${JSON.stringify(change.jobs)}\n`);
  });
  queue.add(specs.map((spec) => jobSpec.parse(JSON.parse(spec))));
}

void main(process.argv.slice(2));
