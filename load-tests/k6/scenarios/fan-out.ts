// One session that many watch, on all pods: each gets every event of its task, and soon.
import { PROFILE } from '../chosen.ts';
import { PODS } from '../lib/target.ts';
import { Watcher } from '../lib/watcher.ts';
import { attempt, steps, together } from '../lib/work.ts';

const SHAPE = PROFILE['fan-out'];

export function fanOut(): Promise<void> {
  return attempt('fan-out', async () => {
    const speaker = await Watcher.open();
    try {
      await together(
        SHAPE.watchers,
        (index) =>
          Watcher.open({
            session: speaker.sessionId,
            pod: PODS[index % PODS.length]!,
            judges: false,
          }),
        async (watchers) => {
          const task = await speaker.submit(steps(SHAPE.steps, SHAPE.step_ms));
          await Promise.all([speaker, ...watchers].map((watcher) => watcher.ended(task)));
        },
      );
    } finally {
      speaker.close();
    }
  });
}
