// Judges logs with planted defects: each must be counted, as often as it is there, and nothing else.
//   k6 run planted.ts
import type { Options } from 'k6/options';
import { EventLog } from './lib/event-log.ts';
import type { Event } from './lib/frames.ts';
import { beginCounting } from './lib/metrics.ts';

export const options: Options = {
  thresholds: {
    seq_gaps: ['count==3'],
    seq_duplicates: ['count==2'],
    task_double_run: ['count==2'],
    task_out_of_order: ['count==1'],
    task_failed: ['count==1'],
    progress_lag_ms: ['min==250', 'max==250'],
  },
};

type Step = [type: string, task: string, reason?: string];

export default function (): void {
  beginCounting();
  right();
  numbers();
  doubleRuns();
  order();
  ends();
}

/** Nothing in this is a defect: handed back by a drain, begun anew, and in order. */
function right(): void {
  play([
    ['task.accepted', 'a'],
    ['task.accepted', 'b'],
    ['task.started', 'a'],
    ['task.superseded', 'a', 'drained'],
    ['task.started', 'a'],
    ['task.progress', 'a'],
    ['task.completed', 'a'],
    ['task.started', 'b'],
    ['task.completed', 'b'],
  ]);
}

/** 3 numbers left out, 2 told again, and 10 that are told as trimmed, which is none. */
function numbers(): void {
  const log = new EventLog(true);
  for (const seq of [1, 2, 2, 6, 4]) {
    log.take(event(seq, ['queue.held', '']), false, 0);
  }
  log.trimmed({ op: 'gap', session_id: 's', from: 7, to: 16 });
  log.take(event(17, ['queue.held', '']), false, 0);
}

/** Begun again while at work, and begun again after a pod was lost that nobody saw end. */
function doubleRuns(): void {
  play([
    ['task.accepted', 'a'],
    ['task.started', 'a'],
    ['task.started', 'a'],
    ['task.completed', 'a'],
    ['task.accepted', 'b'],
    ['task.started', 'b'],
    ['task.superseded', 'b', 'worker_lost'],
    ['task.started', 'b'],
    ['task.completed', 'b'],
  ]);
}

/** The second begins before the first. */
function order(): void {
  play([
    ['task.accepted', 'a'],
    ['task.accepted', 'b'],
    ['task.started', 'b'],
    ['task.completed', 'b'],
  ]);
}

/** One fails. */
function ends(): void {
  play([
    ['task.accepted', 'a'],
    ['task.started', 'a'],
    ['task.failed', 'a', 'agent_error'],
  ]);
}

function play(steps: readonly Step[]): void {
  const log = new EventLog(true);
  steps.forEach((step, index) => {
    const next = event(index + 1, step);
    log.take(next, true, Date.parse(next.at) + 250);
  });
}

function event(seq: number, [type, task, reason]: Step): Event {
  return {
    op: 'event',
    seq,
    type,
    session_id: 's',
    task_id: task === '' ? null : task,
    at: '2026-01-02T03:04:05.000000Z',
    data: reason === undefined ? {} : { reason },
  };
}
