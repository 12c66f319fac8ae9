// Bursts of tasks, each burst to one session: all are taken, begin in their order, once, and end.
import { PROFILE } from '../chosen.ts';
import { Watcher } from '../lib/watcher.ts';
import { attempt, steps, together } from '../lib/work.ts';

const SHAPE = PROFILE['task-flood'];

export function taskFlood(): Promise<void> {
  return attempt('task-flood', () =>
    together(
      1,
      () => Watcher.open(),
      async ([watcher]) => {
        const burst = Array.from({ length: SHAPE.burst }, () => watcher!.run(steps(1, 0)));
        await Promise.all(burst);
      },
    ),
  );
}
