// Everybody's socket breaks at the same moment while tasks run, and everybody comes back at once, to
// another pod, from where it was.
import { PROFILE } from '../chosen.ts';
import { nextMark } from '../lib/timing.ts';
import { Watcher } from '../lib/watcher.ts';
import { attempt, steps, together } from '../lib/work.ts';

const SHAPE = PROFILE['reconnect-storm'];

export function reconnectStorm(): Promise<void> {
  return attempt('reconnect-storm', () =>
    together(
      SHAPE.sockets,
      () => Watcher.open(),
      async (watchers) => {
        const work = watchers.map((watcher) => watcher.run(steps(SHAPE.steps, SHAPE.step_ms)));
        work.forEach((each) => each.catch(() => {})); // told below, when all are back
        for (let count = 0; count < SHAPE.breaks; count++) {
          await nextMark(SHAPE.every_ms);
          watchers.forEach((watcher) => watcher.breakOff());
          await Promise.all(watchers.map((watcher) => watcher.settled()));
        }
        await Promise.all(work);
      },
    ),
  );
}
