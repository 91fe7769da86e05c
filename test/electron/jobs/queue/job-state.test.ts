import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { after, isEnded, type JobEvent, type Standing } from '../../../../electron/jobs/queue/job-state.js';

const WAITING: Standing = { state: 'waiting' };

function follow(...events: readonly JobEvent[]): Standing | undefined {
  return events.reduce<Standing | undefined>((standing, event) => standing && after(standing, event), WAITING);
}

describe('the states of a job', () => {
  test.each<[string, JobEvent[], Standing]>([
    ['to the end with a check', ['prepare', 'run', 'finalise', 'verify', 'publish', 'finish'], { state: 'done' }],
    ['to the end without one', ['prepare', 'run', 'finalise', 'publish', 'finish'], { state: 'done' }],
    ['pausing while it runs', ['prepare', 'run', 'pause'], { state: 'paused', heldIn: 'running' }],
    ['going on where it was', ['prepare', 'run', 'finalise', 'verify', 'pause', 'resume'], { state: 'verifying' }],
    ['pausing before it begins', ['pause'], { state: 'paused', heldIn: 'waiting' }],
    ['going on before it began', ['pause', 'resume'], WAITING],
    [
      'a step reported before the worker read the pause',
      ['prepare', 'pause', 'run'],
      { state: 'paused', heldIn: 'running' },
    ],
    ['being too late for a pause', ['prepare', 'run', 'finalise', 'pause', 'publish'], { state: 'publishing' }],
    ['finishing in spite of a pause', ['prepare', 'run', 'pause', 'finish'], { state: 'done' }],
    ['failing', ['prepare', 'run', 'fail'], { state: 'failed' }],
    ['failing while preparing', ['prepare', 'fail'], { state: 'failed' }],
    ['being cancelled while paused', ['prepare', 'run', 'pause', 'cancel'], { state: 'cancelled' }],
    ['being cancelled before it begins', ['cancel'], { state: 'cancelled' }],
    ['being skipped', ['skip'], { state: 'skipped' }],
    ['being skipped after a failure', ['prepare', 'fail', 'skip'], { state: 'skipped' }],
    ['being tried again', ['prepare', 'fail', 'requeue'], WAITING],
    ['losing an output that grew', ['prepare', 'run', 'finish', 'drop-output'], { state: 'skipped' }],
  ])('allows %s', (_, events, standing) => {
    expect(follow(...events)).toEqual(standing);
  });

  test.each<[string, JobEvent[]]>([
    ['running without preparing', ['run']],
    ['pausing a rename', ['prepare', 'run', 'finalise', 'publish', 'pause']],
    ['pausing twice', ['pause', 'pause']],
    ['resuming what runs', ['prepare', 'run', 'resume']],
    ['skipping what runs', ['prepare', 'run', 'skip']],
    ['trying again what is done', ['prepare', 'run', 'finish', 'requeue']],
    ['cancelling what failed', ['prepare', 'fail', 'cancel']],
    ['going back', ['prepare', 'run', 'finalise', 'run']],
  ])('refuses %s', (_, events) => {
    expect(follow(...events)).toBeUndefined();
  });

  test('end only once: only a retry or a dropped output changes an end state', () => {
    const events: JobEvent[] = ['prepare', 'run', 'finalise', 'verify', 'publish', 'pause', 'resume', 'finish', 'fail'];
    fc.assert(
      fc.property(fc.array(fc.constantFrom<JobEvent>(...events, 'cancel')), (list) => {
        let standing = follow() ?? WAITING;
        for (const event of list) {
          const next = after(standing, event);
          if (isEnded(standing.state)) expect(next).toBeUndefined();
          standing = next ?? standing;
        }
      }),
    );
  });
});
